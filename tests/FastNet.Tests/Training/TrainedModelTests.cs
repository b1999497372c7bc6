using System.Globalization;
using FastNet.Training;

namespace FastNet.Tests.Training;

public sealed class TrainedModelTests
{
    private static readonly DataSchema Schema = DataSchema.OfNumbers(["a", "b"], "kind", 2, hasHeader: true);

    [Fact]
    public void PredictionIsSoftmaxBehindTheNormaliser()
    {
        TrainedModel<double> model = TrainedModel<double>.Classifier(Create(outputs: 3), new([1, 2], [0.5, 4]), Schema, ["x", "y", "z"]);
        double[] raw = [1.5, 6, -3, 0.25];
        double[] probabilities = new double[6];

        model.Predict(new ReadOnlyMatrixSpan<double>(raw, 2, 2), new MatrixSpan<double>(probabilities, 2, 3));

        Workspace<double> workspace = model.Network.CreateWorkspace(2);
        ReadOnlyMatrixSpan<double> z = model.Network.Forward(
            new ReadOnlyMatrixSpan<double>([(1.5 - 1) / 0.5, (6 - 2) / 4.0, (-3 - 1) / 0.5, (0.25 - 2) / 4], 2, 2), workspace, Pass.Inference);
        for (int row = 0; row < 2; row++)
        {
            double sum = Math.Exp(z[row, 0]) + Math.Exp(z[row, 1]) + Math.Exp(z[row, 2]);
            for (int column = 0; column < 3; column++)
            {
                // A handful of roundings of numbers below 1, each 2⁻⁵³ at most, and two exponentials of some ULP.
                Assert.Equal(Math.Exp(z[row, column]) / sum, probabilities[(3 * row) + column], 1e-14);
            }
        }
    }

    [Fact]
    public void RegressionFoldsTheTargetsNormaliserBack()
    {
        TrainedModel<double> model = TrainedModel<double>.Regressor(Create(outputs: 1), new([0, 0], [1, 1]), Schema, new([100], [10]));
        double[] raw = [0.5, -1, 2, 0.25];
        double[] values = new double[2];
        model.Predict(new ReadOnlyMatrixSpan<double>(raw, 2, 2), new MatrixSpan<double>(values, 2, 1));

        ReadOnlyMatrixSpan<double> z = model.Network.Forward(new ReadOnlyMatrixSpan<double>(raw, 2, 2), model.Network.CreateWorkspace(2), Pass.Inference);
        Assert.Equal((10 * z[0, 0]) + 100, values[0]);
        Assert.Equal((10 * z[1, 0]) + 100, values[1]);

        // RMSE in the target's own unit, by hand; targets of some hundred make roundings of 1e-14.
        double[] targets = [90, 130];
        double expected = Math.Sqrt((Math.Pow(values[0] - 90, 2) + Math.Pow(values[1] - 130, 2)) / 2);
        Assert.Equal(expected, model.Evaluate(new Dataset<double>(raw, 2, targets, 1)).Error, 1e-12);
    }

    // A feature that was constant gives 0 in both, whatever finite number comes.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ItsPredictorTakesRawFeatures(bool regression)
    {
        Normalizer normalizer = new([1, 2], [0.5, 0]);
        TrainedModel<double> model = regression
            ? TrainedModel<double>.Regressor(Create(outputs: 1), normalizer, Schema, new([100], [10]))
            : TrainedModel<double>.Classifier(Create(outputs: 3), normalizer, Schema, ["x", "y", "z"]);
        int outputs = model.Network.Outputs;
        double[] raw = [1.5, 6, -3, 0.25], expected = new double[2 * outputs], actual = new double[2 * outputs];
        ReadOnlyMatrixSpan<double> x = new(raw, 2, 2);
        MatrixSpan<double> y = new(actual, 2, outputs);
        model.Predict(x, new MatrixSpan<double>(expected, 2, outputs));
        Predictor<double> predictor = model.ToPredictor();
        if (regression)
        {
            predictor.Predict(x, y);
        }
        else
        {
            predictor.PredictProbabilities(x, y);
        }

        // The predictor's bound, of values of some hundred at most.
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 200 * Predictor<double>.DifferenceBound));
    }

    // Feature 1 was constant: the network would see 0, and answer as if nothing were wrong. Row 300 is in the second batch.
    [Theory]
    [InlineData(double.NaN, 3, 0)]
    [InlineData(double.NegativeInfinity, 300, 1)]
    public void FeaturesThatAreNotFiniteAreRefused(double value, int row, int column)
    {
        TrainedModel<double> model = TrainedModel<double>.Classifier(Create(outputs: 3), new([1, 2], [0.5, 0]), Schema, ["x", "y", "z"]);
        double[] raw = new double[2 * 301];
        raw[(2 * row) + column] = value;
        double[] probabilities = new double[3 * 301];
        string expected = string.Create(CultureInfo.InvariantCulture, $"expected finite features, got {value} in row {row}, column {column}.");
        Assert.StartsWith(
            expected,
            Assert.Throws<ArgumentException>(
                "x", () => model.Predict(new ReadOnlyMatrixSpan<double>(raw, 301, 2), new MatrixSpan<double>(probabilities, 301, 3))).Message,
            StringComparison.Ordinal);
        Assert.All(probabilities, p => Assert.Equal(0, p));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SavedAndLoadedItIsTheSame(bool regression)
    {
        Normalizer normalizer = new([0.1, -1e-300], [1.0 / 3, 0]);
        TrainedModel<float> model = regression
            ? TrainedModel<float>.Regressor(new(2, [Layer.Dense(1)], seed: 4), normalizer, Schema, new([Math.PI], [Math.E]))
            : TrainedModel<float>.Classifier(new(2, [Layer.Dense(2)], seed: 4), normalizer, Schema, ["with \"quotes\"", "ünïcode, and\nline"]);
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            model.Save(path);
            TrainedModel<float> loaded = TrainedModel<float>.Load(path);
            Assert.Equal(model.Network.Parameters.ToArray(), loaded.Network.Parameters.ToArray());
            Assert.Equal(normalizer.Centers, loaded.Normalizer.Centers);
            Assert.Equal(normalizer.Scales, loaded.Normalizer.Scales);
            Assert.Equal(model.ClassNames, loaded.ClassNames);
            Assert.Equal(model.TargetNormalizer?.Centers, loaded.TargetNormalizer?.Centers);
            Assert.Equal(model.TargetNormalizer?.Scales, loaded.TargetNormalizer?.Scales);
            Assert.Equal(Schema.Features, loaded.Schema.Features);
            Assert.Equal(("kind", 2, true), (loaded.Schema.Targets[0].Name, loaded.Schema.Targets[0].Index, loaded.Schema.HasHeader));
            Assert.Equal(regression ? LearningTask.Regression : LearningTask.Classification, loaded.Task);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("fastnet.normaliser", "{\"centers\":[0,0],\"scales\":[1]}")]
    [InlineData("fastnet.normaliser", "{\"centers\":[0,0],\"scales\":[1,-1]}")]
    [InlineData("fastnet.normaliser", "{\"centers\":[0,0]}")]
    [InlineData("fastnet.normaliser", "[]")]
    [InlineData("fastnet.normaliser", "null")]
    [InlineData("fastnet.columns", "[\"a\",\"b\"]")]
    [InlineData("fastnet.columns", "{")]
    [InlineData("fastnet.columns", "{}")]
    [InlineData("fastnet.columns", """{"header":true,"features":[{"name":"a","index":0}],"targets":[{"name":"kind","index":1}],"ignored":[]}""")]
    [InlineData("fastnet.columns", """{"header":true,"features":[{"name":"a","index":0},{"name":"b","index":1}],"targets":[],"ignored":[]}""")]
    [InlineData("fastnet.columns", """{"header":true,"features":[{"name":"a","index":0},{"name":"b","index":1}],"targets":[{"name":"kind","index":"2"}],"ignored":[]}""")]
    [InlineData("fastnet.columns", """{"header":true,"features":[{"name":"a","index":0},{"name":"b","index":1}],"targets":[{"name":"kind","index":3}],"ignored":[]}""")]
    [InlineData("fastnet.columns", """{"header":true,"features":[{"name":"a","index":0},{"name":"b","index":1}],"targets":[{"name":"kind","index":1}],"ignored":[]}""")]
    [InlineData("fastnet.columns", """{"header":true,"features":[{"name":"a","index":0},{"name":"b","index":-1}],"targets":[{"name":"kind","index":1}],"ignored":[]}""")]
    [InlineData("fastnet.columns", """{"header":true,"features":[{"name":"a","index":0,"categories":["x",null],"missing":false},{"name":"b","index":1}],"targets":[{"name":"kind","index":2}],"ignored":[]}""")]
    [InlineData("fastnet.classes", "[\"x\",null]")]
    [InlineData("fastnet.classes", null)]
    public void MetadataThatDoesNotFitIsRefused(string key, string? value)
    {
        Dictionary<string, string> metadata = new()
        {
            ["fastnet.normaliser"] = "{\"centers\":[0,0],\"scales\":[1,1]}",
            ["fastnet.columns"] = """{"header":true,"features":[{"name":"a","index":0},{"name":"b","index":1}],"targets":[{"name":"kind","index":2}],"ignored":[]}""",
            ["fastnet.classes"] = "[\"x\",\"y\"]",
        };
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            Network<float> network = new(2, [Layer.Dense(2)]);
            NetworkFile.Save(path, network, metadata);
            Assert.Equal(["x", "y"], TrainedModel<float>.Load(path).ClassNames);

            metadata.Remove(key);
            if (value is not null)
            {
                metadata.Add(key, value);
            }

            NetworkFile.Save(path, network, metadata);
            Assert.Contains(
                "expected the metadata of a trained model", Assert.Throws<InvalidDataException>(() => TrainedModel<float>.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void RefusesPartsThatDoNotFit()
    {
        Assert.Throws<ArgumentException>(() => TrainedModel<double>.Classifier(Create(outputs: 3), new([1, 2], [1, 1]), Schema, ["x", "y"]));
        Assert.Throws<ArgumentException>(() => TrainedModel<double>.Classifier(Create(outputs: 2), new([1], [1]), Schema, ["x", "y"]));
        Assert.Throws<ArgumentException>(() => TrainedModel<double>.Regressor(Create(outputs: 2), new([1, 2], [1, 1]), Schema, new([1], [1])));
    }

    private static Network<double> Create(int outputs) => new(2, [Layer.Dense(4), Layer.Tanh(), Layer.Dense(outputs)], seed: 9);
}
