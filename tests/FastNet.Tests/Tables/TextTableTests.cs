using System.Globalization;
using System.Text;
using FastNet.Training;

namespace FastNet.Tests.Tables;

public sealed class TextTableTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fastnet-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void CategoriesAreFeaturesOfTheirOwn()
    {
        TableDataset<double> read = Read("size,color,y\n1,red,a\n2,blue,b\n3,red,a\n4,green,b\n");
        Assert.Equal(["size", "color=blue", "color=green", "color=red"], read.Data.FeatureNames);
        Assert.Equal([1, 0, 0, 1, 2, 1, 0, 0, 3, 0, 0, 1, 4, 0, 1, 0], read.Data.Features.Values.ToArray());
    }

    [Fact]
    public void WholeNumbersThatAreNamesAreOrderedByValue()
    {
        TableDataset<double> read = Read("zip,y\n10,1.5\n9,2.5\n100,3.5\n9,4.5\n", new() { TextColumns = ["zip"] });
        Assert.Equal(["zip=9", "zip=10", "zip=100"], read.Data.FeatureNames);
    }

    [Fact]
    public void TheModelKeepsCategoriesAndRefusesOthersByPlace()
    {
        TrainedModel<float> model = Saved(Classifier("size,color,y\n1,red,a\n2,blue,b\n3,red,a\n4,blue,b\n", new()));
        CategoryColumn color = Assert.IsType<CategoryColumn>(model.Schema.Features[1]);
        Assert.Equal(["blue", "red"], color.Categories);
        Assert.Equal([5, 0, 1], ModelInput.ReadFeatures(model, Write("p.csv", "size,color\n5,red\n")).Values.ToArray());
        Refused("p.csv: row 3, column 2 (color): expected one of the model's categories 'blue, red', got 'green'.", "size,color\n5,red\n6,green\n");
        Refused("p.csv: row 2, column 2 (color): expected one of the model's categories 'blue, red', got an empty cell.", "size,color\n5,\n");
        Refused("p.csv: row 2, column 1 (size): expected a number, got 'red'.", "size,color\nred,red\n");

        void Refused(string expected, string text) => Assert.EndsWith(
            expected, Assert.Throws<InvalidDataException>(() => ModelInput.ReadFeatures(model, Write("p.csv", text))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,c,y\n1,a,1\n2,b,2\n3,4,3\n", "row 2, column 2 (c): expected a number, got 'a'.")]
    [InlineData("x,c,y\n1,4,1\n2,5,2\n3,b,3\n", "row 4, column 2 (c): expected a number, got 'b'.")]
    [InlineData("x,c,y\n1,a,1\n2,,2\n3,b,3\n", "row 3, column 2 (c): expected text, got an empty cell.")]
    [InlineData("x,c,y\n1,4,1\n2,\"1,5\",2\n", "row 3, column 2 (c): expected a number, got '1,5'.")]
    [InlineData("x,c,y\n1,\"1,5\",1\n2,2,2\n", "row 2, column 2 (c): expected a number, got '1,5'.")]
    [InlineData("x,c,y\n1,4,1\n2,inf,2\n", "row 3, column 2 (c): expected a number, got 'inf'.")]
    [InlineData("x,c,y\n1,4,1\n2,1e999,2\n", "row 3, column 2 (c): expected a finite number, got '1e999'.")]
    public void NumbersAndTextsDoNotMix(string text, string expected) => Assert.Equal(
        $"t.csv: {expected}", Assert.Throws<InvalidDataException>(() => Read(text, new() { Task = LearningTask.Regression })).Message);

    [Theory]
    [InlineData(MissingNumber.Mean, 4)]
    [InlineData(MissingNumber.Median, 2)]
    public void MissingNumbersAreMeasuredOnTheTrainPart(MissingNumber missing, double fill)
    {
        // The train rows have 1, 2 and 9; the others 100 and -500.
        TablePlan plan = Plan("x,z,y\n1,1,0\nNA,2,0.5\n2,3,1\n9,4,1.5\n100,5,2\n,6,2.5\n-500,7,3\n", new() { MissingNumbers = missing, HasIndicators = true, Task = LearningTask.Regression });
        DataSchema schema = plan.Fit([0, 1, 2, 3]);
        Assert.Equal(new NumberColumn("x", 0, fill, HasIndicator: true), schema.Features[0]);
        Assert.Equal(["x", "x missing", "z"], schema.FeatureNames);
        double[] features = plan.Encode<double>(schema).Features.Values.ToArray();
        Assert.Equal([1, fill, 2, 9, 100, fill, -500], features.Where((_, i) => i % 3 == 0));
        Assert.Equal([0, 1, 0, 0, 0, 1, 0], features.Where((_, i) => i % 3 == 1));
    }

    [Fact]
    public void TheMedianOfAnEvenNumberIsTheMiddle()
    {
        TablePlan plan = Plan("x,y\n8,0\n1,0.5\n,1\n3,1.5\n2,2\n", new() { MissingNumbers = MissingNumber.Median, Task = LearningTask.Regression });
        Assert.Equal(2.5, Assert.IsType<NumberColumn>(plan.Fit([0, 1, 2, 3, 4]).Features[0]).Fill);
    }

    [Fact]
    public void AColumnWithoutANumberInTheTrainPartIsRefused()
    {
        TablePlan plan = Plan("x,y\n,1\n?,2\n3,3\n", new() { MissingNumbers = MissingNumber.Mean, Task = LearningTask.Regression });
        Assert.Equal("t.csv: column 1 (x): expected a number in the train part, got 2 missing cells.", Assert.Throws<InvalidDataException>(() => plan.Fit([0, 1])).Message);
    }

    [Fact]
    public void TheModelFillsWhatIsMissingLater()
    {
        TrainedModel<float> model = Saved(Classifier("x,c,y\n1,u,a\n,v,b\n3,,a\n5,u,b\n", new() { MissingNumbers = MissingNumber.Mean, HasIndicators = true }));
        Assert.Equal([3, 1, 0, 0, 7, 0, 0, 1], ModelInput.ReadFeatures(model, Write("p.csv", "x,c\nNaN,null\n7,v\n")).Values.ToArray());
    }

    [Theory]
    [InlineData("x;y\n1,5;2\n-0,25;3,5e1\n", ';', true)]
    [InlineData("x\ty\n1.5\t2\n-0.25\t35\n", '\t', false)]
    [InlineData("x|y\n1.5|2\n-0.25|35\n", null, false)]
    [InlineData("x:y\n1.5:2\n-0.25:35\n", ':', false)]
    public void SeparatorAndDecimalComma(string text, char? separator, bool comma)
    {
        TableDataset<double> read = Read(text, new() { Separator = separator, DecimalComma = comma, Task = LearningTask.Regression });
        Assert.Equal([1.5, -0.25], read.Data.Features.Values.ToArray());
        Assert.Equal([2, 35], read.Data.Values.Values.ToArray());
    }

    [Fact]
    public void APointIsNoDecimalComma() => Assert.Equal(
        "t.csv: row 3, column 1 (x): expected a number with a decimal comma, got '1.5'.",
        Assert.Throws<InvalidDataException>(() => Read("x;y\n1,5;2\n1.5;3\n", new() { Separator = ';', DecimalComma = true })).Message);

    [Fact]
    public void SkippedLinesCountInErrors()
    {
        DatasetOptions options = new() { SkippedLines = 2, Task = LearningTask.Regression };
        Assert.Equal([1, 3], Read("A title, of two lines\n2,2\nx,y\n1,2\n3,4\n", options).Data.Features.Values.ToArray());
        Assert.Equal(
            "t.csv: row 5, column 1 (x): expected a number, got 'z'.",
            Assert.Throws<InvalidDataException>(() => Read("A title\n2,2\nx,y\n1,2\nz,4\n", options)).Message);
        Assert.StartsWith("t.csv: row 3, column 1: expected at least one example", Assert.Throws<InvalidDataException>(() => Read("A title\n2,2\n", options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IgnoredAndKeyColumnsAreNoFeatures()
    {
        TablePlan plan = Plan("id,patient,x,note,y\nrow1,p1,1,,a\nrow2,p1,2,7,b\nrow3,p2,3,w,a\n", new() { IgnoredColumns = ["id", "4"], KeyColumns = ["patient"] });
        DataSchema schema = plan.Fit([0, 1, 2]);
        Assert.Equal(["x"], schema.FeatureNames);
        Assert.Equal(["id", "patient", "note"], schema.Ignored);
        Assert.Equal(["p1", "p1", "p2"], Enumerable.Range(0, 3).Select(plan.Table.Columns[1].Text));
        Assert.StartsWith(
            "t.csv: row 1, column 'nothing': expected one of the names 'x, y'",
            Assert.Throws<InvalidDataException>(() => Plan("x,y\n1,2\n", new() { IgnoredColumns = ["nothing"] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ColumnsAreFoundByNameInAnyOrder()
    {
        TrainedModel<float> model = Saved(Classifier("a,b,note,y\n1,2,n,u\n3,4,m,v\n5,6,n,u\n", new() { IgnoredColumns = ["note"] }));
        Assert.Equal([7, 8], ModelInput.ReadFeatures(model, Write("p.csv", "y,note,b,a\nu,?,8,7\n")).Values.ToArray());
        Assert.Equal([7, 8], ModelInput.ReadFeatures(model, Write("p.csv", "b,a\n8,7\n")).Values.ToArray());
        Dataset<float> examples = ModelInput.ReadExamples(model, Write("p.csv", "y,b,a\nv,8,7\nu,2,1\n"));
        Assert.Equal([1, 0], examples.Classes.ToArray());
        Assert.Equal([7, 8, 1, 2], examples.Features.Values.ToArray());
        Assert.EndsWith("row 1, column 2 (c): expected no column but the model's, got 'c'.", Assert.Throws<InvalidDataException>(() => ModelInput.ReadFeatures(model, Write("p.csv", "b,c,a\n8,1,7\n"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SeveralTargetsFromTrainingToPrediction()
    {
        // sum = a + b and difference = a − b are lines: least squares finds them.
        string text = "a,sum,b,difference\n" + string.Concat(Enumerable.Range(0, 60).Select(i => Line(i, i * 7 % 11)));
        static string Line(int a, int b) => string.Create(CultureInfo.InvariantCulture, $"{a},{a + b},{b},{a - b}\n");
        TablePlan plan = Plan(text, new() { Targets = ["difference", "sum"] });
        Assert.Equal(LearningTask.Regression, plan.Task);
        DataSchema schema = plan.Fit([.. Enumerable.Range(0, 60)]);
        Dataset<float> data = plan.Encode<float>(schema);
        Assert.Equal([-0f, 0, -6, 8], data.Values.Values[..4].ToArray());
        Normalizer normalizer = Normalizer.Fit(data.Features);
        Normalizer targets = Normalizer.Fit(data.Values);
        Network<float> network = new(2, [Layer.Dense(2)], 1);
        Dataset<float> normalized = targets.ApplyToValues(normalizer.Apply(data));
        new Trainer<float>(network, new Adam<float>(network) { LearningRate = 0.05 }, new MeanSquaredError<float>()).Fit(normalized, null, 200, 20);
        TrainedModel<float> model = Saved(TrainedModel<float>.Regressor(network, normalizer, schema, targets));
        Assert.Equal(["difference", "sum"], model.Schema.Targets.Select(target => target.Name));

        Evaluation evaluation = model.Evaluate(ModelInput.ReadExamples(model, Write("e.csv", "sum,b,a,difference\n12,2,10,8\n30,5,25,20\n")));
        Assert.InRange(evaluation.Error, 0, 0.05);
        InputFeatures<float> input = ModelInput.ReadFeatures(model, Write("p.csv", "b,a\n2,10\n"));
        MatrixSpan<float> output = new(new float[2], 1, 2);
        model.Predict(new ReadOnlyMatrixSpan<float>(input.Values, 1, 2), output);

        // Adam ends near the exact line; whole numbers are a long way from each other.
        Assert.InRange(output[0, 0], 7.5, 8.5);
        Assert.InRange(output[0, 1], 11.5, 12.5);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n5,6\n7,8\n", "kind\nu\nv\nu\nv\n", "kind")]
    [InlineData("a,b\n1,2\n3,4\n5,6\n7,8\n", "7\n9\n7\n9\n", "target")]
    [InlineData("1,2\n3,4\n5,6\n7,8\n", "7\n9\n7\n9\n", "target")]
    [InlineData("1,2\n3,4\n5,6\n7,8\n", "kind\nu\nv\nu\nv\n", "kind")]
    public void ATargetFileOfItsOwn(string features, string targets, string name)
    {
        string data = Write("x.csv", features);
        string file = Write("y.csv", targets);
        TablePlan plan = TablePlan.Read(data, new() { TargetFile = file });
        DataSchema schema = plan.Fit([0, 1, 2, 3]);
        Assert.Equal(name, schema.Targets[0].Name);
        Dataset<float> examples = plan.Encode<float>(schema);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], examples.Features.Values.ToArray());
        Assert.Equal([0, 1, 0, 1], examples.Classes.ToArray());

        TrainedModel<float> model = Saved(ModelOf(examples, schema));
        Assert.Equal([0, 1, 0, 1], ModelInput.ReadExamples(model, data, targetPath: file).Classes.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], ModelInput.ReadFeatures(model, data).Values.ToArray());
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,4\n5,6\n7,8\n")]
    [InlineData("1,2\n3,4\n5,6\n7,8\n")]
    public void SomeColumnsOfATargetFile(string features)
    {
        string data = Write("x.csv", features);
        string file = Write("y.csv", "id,kind,other\n1,u,p\n2,v,q\n3,u,r\n4,v,s\n");
        TablePlan plan = TablePlan.Read(data, new() { TargetFile = file, Targets = ["kind"] });
        DataSchema schema = plan.Fit([0, 1, 2, 3]);
        Assert.Empty(schema.Ignored);
        TrainedModel<float> model = Saved(ModelOf(plan.Encode<float>(schema), schema));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], ModelInput.ReadFeatures(model, data).Values.ToArray());
        Assert.Equal([0, 1, 0, 1], ModelInput.ReadExamples(model, data, targetPath: file).Classes.ToArray());
    }

    [Fact]
    public void AMistakeInATargetFileIsSaidOfThatFile()
    {
        string data = Write("x.csv", "a,b\n\n1,2\n3,4\n5,6\n");
        string file = Write("y.csv", "id,kind\n1,u\n2,v\n3,\n");
        Assert.Equal(
            $"{file}: row 4, column 2 (kind): expected a class, got an empty cell.",
            Assert.Throws<InvalidDataException>(() => TablePlan.Read(data, new() { TargetFile = file, Targets = ["kind"], Task = LearningTask.Classification })).Message);
        Assert.Equal(
            $"{Write("few.csv", "kind\nu\nv\n")}: expected 3 rows, as {data} has, got 2.",
            Assert.Throws<InvalidDataException>(() => TablePlan.Read(data, new() { TargetFile = Path.Combine(folder, "few.csv") })).Message);
        Assert.StartsWith(
            $"{Write("same.csv", "a\nu\nv\nu\n")}: row 1: expected names that {data} has not",
            Assert.Throws<InvalidDataException>(() => TablePlan.Read(data, new() { TargetFile = Path.Combine(folder, "same.csv") })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANameMayStartLikeAnotherFormat()
    {
        Assert.Equal(["PKs", "PAR1"], Read("PKs,PAR1,y\n1,2,a\n3,4,b\n").Data.FeatureNames);
        Assert.Equal(["PAR1", "x"], Read("PAR1,x,y\n1,2,a\n3,4,b\n").Data.FeatureNames);
    }

    [Fact]
    public void UTF16WithItsMarkIsText()
    {
        byte[] text = [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("x,y\n1,a\n2,b\n")];
        Assert.Equal([1, 2], TableDataset<double>.Read(new MemoryStream(text), "t.csv").Data.Features.Values.ToArray());
        string message = Assert.Throws<InvalidDataException>(() => TableDataset<double>.Read(new MemoryStream(text[2..]), "t.csv")).Message;
        Assert.StartsWith("t.csv: row 1: expected text in UTF-8", message, StringComparison.Ordinal);
    }

    private static TableDataset<double> Read(string text, DatasetOptions? options = null) =>
        TableDataset<double>.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv", options);

    private static TablePlan Plan(string text, DatasetOptions options) => TablePlan.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "t.csv", options);

    private static TrainedModel<float> Classifier(string text, DatasetOptions options)
    {
        TablePlan plan = Plan(text, options);
        DataSchema schema = plan.Fit([.. Enumerable.Range(0, plan.Table.Rows)]);
        return ModelOf(plan.Encode<float>(schema), schema);
    }

    private static TrainedModel<float> ModelOf(Dataset<float> data, DataSchema schema) => TrainedModel<float>.Classifier(
        new Network<float>(data.FeatureCount, [Layer.Dense(data.ClassNames.Count)], 1), Normalizer.Fit(data.Features), schema, data.ClassNames);

    private TrainedModel<float> Saved(TrainedModel<float> model)
    {
        string path = Path.Combine(folder, "model.safetensors");
        model.Save(path);
        return TrainedModel<float>.Load(path);
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
