using System.Text.Json;
using System.Text.Json.Serialization;

namespace FastNet.Training;

/// <summary>How far a training has come, besides what the network, the optimizer and the average hold.</summary>
internal sealed class TrainingProgress
{
    /// <summary>The key in a state file.</summary>
    public const string Key = "fastnet.training";

    /// <summary>What must be the same: see <see cref="TrainingSetting"/>.</summary>
    public required SortedDictionary<string, string> Data { get; init; }

    /// <summary>What must be the same for the bits to be the same.</summary>
    public required SortedDictionary<string, string> Hyperparameters { get; set; }

    /// <summary>The steps that the optimizer had made before this training.</summary>
    public required long FirstStep { get; init; }

    /// <summary>The epoch under way, from 1 on.</summary>
    public int Epoch { get; set; } = 1;

    /// <summary>Its batches that are done.</summary>
    public long Batches { get; set; }

    /// <summary>Its examples that are done: the next batch begins with the one behind them in the epoch's order.</summary>
    public long Position { get; set; }

    /// <summary>The steps made, those that were rolled back since included.</summary>
    public long StepsMade { get; set; }

    /// <summary>The commands carried out since the last of these steps.</summary>
    public int Obeyed { get; set; }

    /// <summary>How often each state was saved on command, by its name; what was rolled back since included.</summary>
    public SortedDictionary<string, int> Saved { get; set; } = new(StringComparer.Ordinal);

    /// <summary>What was changed as the training ran.</summary>
    public SteeredValues Steered { get; set; } = new();

    /// <summary>The files of the states before changes that are not taken back, the last of them last.</summary>
    public List<string> Changes { get; init; } = [];

    /// <summary>The sum of their losses, each times its divisor.</summary>
    public double Sum { get; set; }

    /// <summary>The sum of their divisors.</summary>
    public double Divisor { get; set; }

    /// <summary>The examples seen in all epochs.</summary>
    public long Examples { get; set; }

    /// <summary>The epoch of the best parameters; 0 for those from before.</summary>
    public int BestEpoch { get; set; }

    /// <summary>The steps by then.</summary>
    public long BestStep { get; set; }

    /// <summary>How often the dev part was evaluated.</summary>
    public int Evaluations { get; set; }

    /// <summary>How often by then.</summary>
    public int BestEvaluation { get; set; }

    /// <summary>The best epoch's measure; null before there is one.</summary>
    public double? BestMeasure { get; set; }

    /// <summary>The epochs that are finished.</summary>
    public List<EpochRecord> Epochs { get; init; } = [];

    /// <summary>The evaluations within epochs.</summary>
    public List<StepRecord> Steps { get; init; } = [];

    /// <summary>The files of the best and the last epochs.</summary>
    public IReadOnlyList<KeptCheckpoint> Kept { get; set; } = [];

    /// <summary>What is wrong with numbers that no training would have; null for nothing.</summary>
    /// <param name="examples">Examples of an epoch.</param>
    public string? Flaw(long examples) =>
        Epoch < 1 || Epoch > Epochs.Count + 1 || Epoch < Epochs.Count ? $"expected an epoch after {Epochs.Count} finished ones, got {Epoch}"
        : Batches < 0 || Batches > examples || Position < 0 || Position > examples ? $"expected at most {examples} examples of an epoch, got {Position} in {Batches} batches"
        : BestEpoch < 0 || BestEpoch > Epoch || BestEvaluation < 0 || BestEvaluation > Evaluations ? $"expected a best epoch among {Epoch}, got {BestEpoch}"
        : !double.IsFinite(Sum) || !(Divisor >= 0) || Examples < 0 || FirstStep < 0 || StepsMade < 0 || Obeyed < 0 ? "expected finite sums and counts of at least 0"
        : null;

    /// <summary>Doubles come back bit for bit.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Default.TrainingProgress);

    /// <exception cref="JsonException">The text is not such JSON.</exception>
    public static TrainingProgress FromJson(string json) =>
        JsonSerializer.Deserialize(json, TrainingJson.Default.TrainingProgress) ?? throw new JsonException("expected a training's progress, got null.");
}

// An error may be infinite where the loss is not: its squares are larger.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrainingProgress))]
internal sealed partial class TrainingJson : JsonSerializerContext;
