using FastNet.Tests.Training;
using FastNet.Training;

namespace FastNet.Tests.Reports;

public class ClassifierOutputsTests
{
    // More than one batch, the last one not full.
    private readonly Dataset<double> raw = Examples.Moons(600, seed: 3);

    [Fact]
    public void AgreesWithTheModelsEvaluation()
    {
        Network<double> network = new(2, [Layer.Dense(4), Layer.Tanh(), Layer.Dense(2)], seed: 2);
        Normalizer normalizer = Normalizer.Fit(raw.Features);
        TrainedModel<double> model = TrainedModel<double>.Classifier(network, normalizer, DataSchema.OfNumbers(["x", "y"], "class", 2, true), raw.ClassNames);
        Evaluation evaluation = model.Evaluate(raw);
        ClassifierOutputs<double> outputs = ClassifierOutputs<double>.Of(model, raw);
        ConfusionMatrix matrix = outputs.ToConfusionMatrix();
        Assert.Equal((600, 300, 300), (matrix.Total, matrix.Actual(0), matrix.Actual(1)));

        // 1 − error and its complement round once each; the losses are sums of 600 in another order.
        Assert.Equal(evaluation.Accuracy, matrix.Accuracy, 1e-15);
        Assert.Equal(evaluation.Loss, Calibration.Of(outputs.Values, outputs.Classes).Loss, 600 * 1e-16);
        Assert.Equal(outputs.Values.Values, ClassifierOutputs<double>.Of(network, normalizer.Apply(raw)).Values.Values);
    }

    [Fact]
    public void WhatHasNoClassesIsRefused()
    {
        Network<double> network = new(1, [Layer.Dense(2)], seed: 1);
        Assert.Throws<ArgumentException>("data", () => ClassifierOutputs<double>.Of(network, new Dataset<double>([1, 2], 1, [1.0, 2.0], 1)));
        Assert.Throws<ArgumentException>("data", () => ClassifierOutputs<double>.Of(network, new Dataset<double>([], 1, [], ["a", "b"])));
        Assert.Throws<ArgumentException>("data", () => ClassifierOutputs<double>.Of(network, new Dataset<double>([1], 1, [2], ["a", "b", "c"])));
    }
}
