using FastNet.Training;

namespace FastNet.Tests.Reports;

public class CalibrationTests
{
    // Confidences 0.55 (right), 0.9 (right), 0.9 (right), 0.9 (wrong), in fifths: bins 2 and 4.
    private static readonly double[] Logits = [Logit(0.55), 0, 0, Logit(0.9), Logit(0.9), 0, Logit(0.9), 0];
    private static readonly int[] Classes = [0, 1, 0, 1];

    [Fact]
    public void MeasuresByHand()
    {
        Calibration calibration = Calibration.Of<double>(new(Logits, 4, 2), Classes, bins: 5);
        Assert.Equal([0, 0, 1, 0, 3], calibration.Bins.Select(bin => bin.Count));
        Assert.Equal([0, 0.2, 0.4, 0.6, 0.8], calibration.Bins.Select(bin => bin.Above));
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1], calibration.Bins.Select(bin => bin.UpTo));
        Assert.Equal([double.NaN, double.NaN, 1, double.NaN, 2 / 3.0], calibration.Bins.Select(bin => bin.Accuracy));

        // A few roundings of numbers near 1.
        Assert.Equal(0.55, calibration.Bins[2].Confidence, 1e-15);
        Assert.Equal(0.9, calibration.Bins[4].Confidence, 1e-15);
        Assert.Equal((0.25 * 0.45) + (0.75 * (0.9 - (2 / 3.0))), calibration.ExpectedError, 1e-15);
        Assert.Equal(-(Math.Log(0.55) + (2 * Math.Log(0.9)) + Math.Log(0.1)) / 4, calibration.Loss, 1e-15);
    }

    [Fact]
    public void ATemperatureDividesOutputs()
    {
        double[] halved = Array.ConvertAll(Logits, z => z / 2);
        Calibration expected = Calibration.Of<double>(new(halved, 4, 2), Classes);
        Calibration actual = Calibration.Of<double>(new(Logits, 4, 2), Classes, temperature: 2);
        Assert.Equal((2, expected.Loss, expected.ExpectedError), (actual.Temperature, actual.Loss, actual.ExpectedError));
        Assert.Equal(expected.Bins, actual.Bins);
    }

    [Fact]
    public void NoOutputIsTooLarge()
    {
        Calibration calibration = Calibration.Of<float>(new([1e30f, 0, 0, 1e30f], 2, 2), [0, 1]);
        Assert.Equal((0, 0), (calibration.Loss, calibration.ExpectedError));
    }

    [Fact]
    public void WhatCannotBeMeasuredIsRefused()
    {
        Assert.Throws<ArgumentException>("classes", () => Calibration.Of<double>(new([], 0, 2), []));
        Assert.Throws<ArgumentException>("classes", () => Calibration.Of<double>(new(Logits, 4, 2), [0, 1, 0]));
        Assert.Throws<ArgumentException>("classes", () => Calibration.Of<double>(new(Logits, 4, 2), [0, 1, 0, 2]));
        Assert.Throws<ArgumentException>("outputs", () => Calibration.Of<double>(new([1, double.NaN], 1, 2), [0]));
        Assert.Throws<ArgumentOutOfRangeException>("temperature", () => Calibration.Of<double>(new(Logits, 4, 2), Classes, temperature: 0));
        Assert.Throws<ArgumentOutOfRangeException>("temperature", () => Calibration.Of<double>(new(Logits, 4, 2), Classes, temperature: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("bins", () => Calibration.Of<double>(new(Logits, 4, 2), Classes, bins: 0));
    }

    private static double Logit(double p) => Math.Log(p / (1 - p));
}
