using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FastNet.Training;

/// <summary>How training went, as a file that other programs read. Doubles come back bit for bit; the same training gives the same bytes: speed is left out.</summary>
public static class HistoryFile
{
    private const string Header = "epoch,step,train_cost,penalty,train_loss,train_error,dev_loss,dev_error";

    /// <summary>
    /// Writes a CSV file: a line of names, then one for each epoch, and before it one for each evaluation within the epoch. What was not measured then has empty cells.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteCsv(string path, TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        StringBuilder csv = new(Header + "\n");
        ILookup<int, StepRecord> steps = history.Steps.ToLookup(step => step.Epoch);
        foreach (EpochRecord epoch in history.Epochs)
        {
            AppendSteps(steps[epoch.Epoch]);
            csv.Append(CultureInfo.InvariantCulture, $"{epoch.Epoch},{epoch.Step},{epoch.TrainCost:R},{epoch.Penalty:R},{epoch.Train?.Loss:R},{epoch.Train?.Error:R}");
            AppendDev(epoch.Dev);
        }

        // Of an epoch that was not finished.
        AppendSteps(history.Steps.Where(step => step.Epoch > history.Epochs.Count));
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(csv.ToString())));

        void AppendSteps(IEnumerable<StepRecord> records)
        {
            foreach (StepRecord record in records)
            {
                csv.Append(CultureInfo.InvariantCulture, $"{record.Epoch},{record.Step},,,,");
                AppendDev(record.Dev);
            }
        }

        void AppendDev(Evaluation? dev) => csv.Append(CultureInfo.InvariantCulture, $",{dev?.Loss:R},{dev?.Error:R}\n");
    }

    /// <summary>Writes all of it but the speed as JSON.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteJson(string path, TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, history, HistoryJson.Default.TrainingHistory));
    }

    /// <summary>Reads what <see cref="WriteJson"/> wrote; the epochs' speed is 0.</summary>
    /// <exception cref="InvalidDataException">The file is no such JSON.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TrainingHistory ReadJson(string path)
    {
        using FileStream stream = File.OpenRead(path);
        try
        {
            return JsonSerializer.Deserialize(stream, HistoryJson.Default.TrainingHistory) ?? throw new JsonException("got null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path}: expected the history of a training as JSON: {exception.Message}", exception);
        }
    }
}

// A loss may be infinite, which JSON has no number for.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, UseStringEnumConverter = true, WriteIndented = true, NewLine = "\n",
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TrainingHistory))]
internal sealed partial class HistoryJson : JsonSerializerContext;
