using System.Globalization;
using System.Numerics;

namespace FastNet.Training;

/// <summary>
/// A network with what it takes to use it on raw data: the normaliser that it was trained behind, the classes' names or the targets'
/// normaliser, and the columns. It lives in one file (<see cref="Save"/>, <see cref="Load"/>).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class TrainedModel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Examples that are predicted or evaluated at a time.</summary>
    internal const int BatchSize = 256;

    private TrainedModel(
        Network<T> network, Normalizer normalizer, DataSchema schema, IReadOnlyList<string> classNames, Normalizer? targetNormalizer)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(normalizer);
        ArgumentNullException.ThrowIfNull(schema);
        int outputs = targetNormalizer?.Centers.Count ?? classNames.Count;
        if (normalizer.Centers.Count != network.Inputs || schema.FeatureNames.Count != network.Inputs || outputs != network.Outputs)
        {
            throw new ArgumentException(
                $"expected {network.Inputs} normalised features, as many of the columns, and {network.Outputs} outputs, as the network has; "
                + $"got {normalizer.Centers.Count}, {schema.FeatureNames.Count} and {outputs}.");
        }

        if (schema.Targets.Count != (targetNormalizer is null ? 1 : outputs))
        {
            throw new ArgumentException($"expected a target for each output, or one of classes; got {schema.Targets.Count}.", nameof(schema));
        }

        Network = network;
        Normalizer = normalizer;
        Schema = schema;
        ClassNames = classNames;
        TargetNormalizer = targetNormalizer;
    }

    /// <summary>The network; it takes normalised features.</summary>
    public Network<T> Network { get; }

    /// <summary>What raw features go through first.</summary>
    public Normalizer Normalizer { get; }

    /// <summary>The columns of the data that it was trained on.</summary>
    public DataSchema Schema { get; }

    /// <summary>The classes in the order of the network's outputs; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>What the targets went through before training; null for classification.</summary>
    public Normalizer? TargetNormalizer { get; }

    /// <summary>
    /// The specification of bits under which it was trained; where that is not <see cref="Numerics.Version"/>, predictions may differ in the last bits.
    /// </summary>
    public int NumericsVersion { get; private set; } = Numerics.Version;

    /// <summary>Where it comes from, by name: the data's fingerprint, the seed, every setting that its bits depend on; empty where that is not known.</summary>
    public IReadOnlyDictionary<string, string> Provenance { get; init; } = new Dictionary<string, string>();

    /// <summary>What it says of an example.</summary>
    public LearningTask Task => TargetNormalizer is null ? LearningTask.Classification : LearningTask.Regression;

    /// <summary>A model that says an example's class: the network has an output for each, to be compared by softmax.</summary>
    /// <exception cref="ArgumentException">A number of features, columns or outputs does not fit.</exception>
    public static TrainedModel<T> Classifier(Network<T> network, Normalizer normalizer, DataSchema schema, IReadOnlyList<string> classNames) =>
        new(network, normalizer, schema, classNames ?? throw new ArgumentNullException(nameof(classNames)), null);

    /// <summary>A model that says numbers: the network has an output for each normalised target.</summary>
    /// <exception cref="ArgumentException">A number of features, columns or outputs does not fit.</exception>
    public static TrainedModel<T> Regressor(Network<T> network, Normalizer normalizer, DataSchema schema, Normalizer targetNormalizer) =>
        new(network, normalizer, schema, [], targetNormalizer ?? throw new ArgumentNullException(nameof(targetNormalizer)));

    /// <summary>The same model with another network of as many inputs and outputs.</summary>
    /// <exception cref="ArgumentException">The network does not fit.</exception>
    public TrainedModel<T> With(Network<T> network) => new(network, Normalizer, Schema, ClassNames, TargetNormalizer) { Provenance = Provenance };

    /// <summary>The same model that says where it comes from.</summary>
    public TrainedModel<T> From(IReadOnlyDictionary<string, string> provenance) => new(Network, Normalizer, Schema, ClassNames, TargetNormalizer) { Provenance = provenance };

    /// <summary>Writes the model as a safetensors file; a kill at any moment leaves the old file or the new one.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => NetworkFile.Save(path, Network, ModelMetadata.Write(this));

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The file is torn, or no model; the message says what was expected and what came.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TrainedModel<T> Load(string path)
    {
        LoadedNetwork<T> loaded = NetworkFile.Load<T>(path);
        TrainedModel<T> model = ModelMetadata.Read(path, loaded.Network, loaded.Metadata);
        model.NumericsVersion = loaded.NumericsVersion;
        return model;
    }

    /// <summary>The loss that it was trained by: softmax cross-entropy of classes, mean squared error of normalised targets.</summary>
    public Loss<T> CreateLoss() => Task == LearningTask.Classification ? new SoftmaxCrossEntropy<T>() : new MeanSquaredError<T>();

    /// <summary>How it does on raw examples; for regression the error is in the target's own unit, the loss in the normalised one's.</summary>
    /// <exception cref="ArgumentException">The examples do not fit the model, or there are none.</exception>
    public Evaluation Evaluate(Dataset<T> raw) => Evaluate([raw ?? throw new ArgumentNullException(nameof(raw))]);

    /// <summary>The same of examples that come some at a time, as from <see cref="ModelInput.ReadExampleBlocks"/>: blocks of 256, or a multiple, are evaluated as all at once.</summary>
    /// <param name="raw">The examples.</param>
    /// <param name="counts">
    /// Of as many classes as the network has outputs, for <see cref="Evaluation.MacroF1"/>: it is added to, as long as no output is NaN. Null where that is not
    /// asked for.
    /// </param>
    /// <exception cref="ArgumentException">The examples do not fit the model, or there are none.</exception>
    public Evaluation Evaluate(IEnumerable<Dataset<T>> raw, ConfusionMatrix? counts = null)
    {
        ArgumentNullException.ThrowIfNull(raw);
        Loss<T> loss = CreateLoss();
        EvaluationSum<T> sum = new(loss, counts: null);
        Workspace<T> workspace = Network.CreateWorkspace(BatchSize);
        long examples = 0;
        foreach (Dataset<T> block in raw)
        {
            examples += block.Count;
            Dataset<T> data = Normalizer.Apply(block);
            data = TargetNormalizer is null ? data : TargetNormalizer.ApplyToValues(data);
            for (int first = 0; first < data.Count; first += BatchSize)
            {
                int count = int.Min(BatchSize, data.Count - first);
                ReadOnlyMatrixSpan<T> outputs = Network.Forward(data.Features.Slice(first, count), workspace, Pass.Inference);
                Targets<T> targets = data.Targets.Slice(first, count);
                sum.Add(outputs, targets);
                if (counts is not null && !double.IsNaN(sum.Result.Loss))
                {
                    counts.Add(outputs, targets.Classes);
                }
            }
        }

        if (examples == 0)
        {
            throw new ArgumentException("expected at least one example, got none.", nameof(raw));
        }

        return sum.Result with { Error = FoldBackError(sum.Result.Error), MacroF1 = counts?.MacroF1 };
    }

    /// <summary>An error of the normalised target in the target's own unit; of several targets, whose units differ, and of classes as it is.</summary>
    public double FoldBackError(double error) => TargetNormalizer is { Scales: [double deviation] } ? error * deviation : error;

    /// <summary>What it says of raw features: probabilities of the classes, or values in the target's own unit.</summary>
    /// <param name="x">[rows, features], raw, finite.</param>
    /// <param name="destination">[rows, outputs].</param>
    /// <exception cref="ArgumentException">A shape does not fit, or a feature is NaN or infinite; nothing is written.</exception>
    public void Predict(ReadOnlyMatrixSpan<T> x, MatrixSpan<T> destination)
    {
        if (x.Columns != Network.Inputs || destination.Columns != Network.Outputs || destination.Rows != x.Rows)
        {
            throw new ArgumentException(
                $"expected [rows, {Network.Inputs}] features and as many rows of {Network.Outputs}, got [{x.Rows}, {x.Columns}] and "
                + $"[{destination.Rows}, {destination.Columns}].");
        }

        RequireFinite(x, nameof(x));
        Workspace<T> workspace = Network.CreateWorkspace(BatchSize);
        T[] normalized = new T[BatchSize * Network.Inputs];
        for (int first = 0; first < x.Rows; first += BatchSize)
        {
            int count = int.Min(BatchSize, x.Rows - first);
            MatrixSpan<T> batch = new(normalized, count, Network.Inputs);
            Normalizer.Apply(x.Slice(first, count), batch);
            ReadOnlyMatrixSpan<T> outputs = Network.Forward(batch, workspace, Pass.Inference);
            MatrixSpan<T> results = destination.Slice(first, count);
            if (TargetNormalizer is null)
            {
                Softmax.Probabilities(outputs, results);
            }
            else
            {
                FoldBack(outputs, results, TargetNormalizer);
            }
        }
    }

    /// <summary>
    /// The model for prediction alone, from raw features, the normalisers folded in: outputs before softmax, whose probabilities and classes it gives
    /// too, or values in the target's own unit. Unlike <see cref="Predict"/> it does not look whether features are finite.
    /// </summary>
    /// <exception cref="NotSupportedException">A layer cannot infer by itself.</exception>
    /// <exception cref="InvalidOperationException">
    /// Outputs are not finite, rounding alone moves them further than the predictor's bound, or a deviation is too small to divide by.
    /// </exception>
    public Predictor<T> ToPredictor() => Network.ToPredictor(Normalizer.ToMap(), TargetNormalizer?.ToInverseMap());

    // A feature that was constant in training is 0 to the network whatever comes: NaN in it would go unseen.
    private static void RequireFinite(ReadOnlyMatrixSpan<T> x, string parameter)
    {
        for (int row = 0; row < x.Rows; row++)
        {
            ReadOnlySpan<T> features = x.Row(row);
            for (int column = 0; column < features.Length; column++)
            {
                if (!T.IsFinite(features[column]))
                {
                    throw new ArgumentException(
                        string.Create(CultureInfo.InvariantCulture, $"expected finite features, got {features[column]} in row {row}, column {column}."),
                        parameter);
                }
            }
        }
    }

    // z·σ + μ, in double.
    private static void FoldBack(ReadOnlyMatrixSpan<T> outputs, MatrixSpan<T> destination, Normalizer targets)
    {
        for (int i = 0; i < outputs.Rows; i++)
        {
            for (int j = 0; j < outputs.Columns; j++)
            {
                destination[i, j] = T.CreateTruncating((double.CreateTruncating(outputs[i, j]) * targets.Scales[j]) + targets.Centers[j]);
            }
        }
    }
}
