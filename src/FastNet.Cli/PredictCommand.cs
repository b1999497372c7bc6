using System.CommandLine;
using System.Globalization;
using System.Text;
using FastNet.Training;

namespace FastNet.Cli;

/// <summary><c>fastnet predict</c>: a line for each example, its class and that class's probability, or its value.</summary>
internal static class PredictCommand
{
    public static Command Create(Terminal terminal)
    {
        Command command = new("predict", "Writes a line for each example: class,probability or the value.");
        Argument<string> modelFile = Files.Existing("model", "A file that train wrote.");
        Argument<string> data = Files.Existing("data", "A file with the model's columns, with or without the target, gzip or plain.");
        Option<string> output = OutputFile.Create("The file to write. Default: standard output.");
        command.Arguments.Add(modelFile);
        command.Arguments.Add(data);
        command.Options.Add(output);
        TableOptionSet table = new(command);
        command.SetAction(parsed =>
        {
            string? path = parsed.GetValue(output);
            if (path is not null)
            {
                OutputFile.Check(path, parsed.GetValue(modelFile), parsed.GetValue(data));
            }

            TrainedModel<float> model = Files.LoadModel(parsed.GetValue(modelFile)!, terminal);
            IEnumerable<string> lines = Predict(model, parsed.GetValue(data)!, table.Read(parsed, new TableOptions()));
            if (path is not null)
            {
                OutputFile.Write(path, file => AtomicFile.Write(file, stream =>
                {
                    foreach (string some in lines)
                    {
                        stream.Write(Encoding.UTF8.GetBytes(some));
                    }
                }));
                return;
            }

            // A bad row must leave nothing on standard output either. To look at all rows first, and read them again, takes longer than to keep the
            // few bytes of each one's prediction, cannot be done with a pipe, and would have to predict, too, to know that predictions are finite.
            using Spool held = new();
            foreach (string some in lines)
            {
                held.Add(some);
            }

            held.CopyTo(terminal.Out);
        });
        return command;
    }

    private static IEnumerable<string> Predict(TrainedModel<float> model, string data, TableOptions options)
    {
        using IEnumerator<InputFeatures<float>> blocks = ModelInput.ReadFeatureBlocks(model, data, options).GetEnumerator();
        while (Next())
        {
            yield return Predict(model, data, blocks.Current);
        }

        // It is read while the output is written, for whose error its own would be taken.
        bool Next()
        {
            try
            {
                return blocks.MoveNext();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new InvalidDataException(exception.Message, exception);
            }
        }
    }

    private static string Predict(TrainedModel<float> model, string data, InputFeatures<float> input)
    {
        int rows = input.Lines.Count;
        MatrixSpan<float> outputs = new(new float[rows * model.Network.Outputs], rows, model.Network.Outputs);
        model.Predict(new ReadOnlyMatrixSpan<float>(input.Values, rows, model.Network.Inputs), outputs);
        for (int row = 0; row < rows; row++)
        {
            foreach (float output in outputs.Row(row))
            {
                if (!float.IsFinite(output))
                {
                    throw new InvalidDataException(string.Create(
                        CultureInfo.InvariantCulture, $"{data}: row {input.Lines[row]}: expected features with a finite prediction, got {output}."));
                }
            }
        }

        int[] classes = new int[rows];
        Metrics.ArgMax<float>(outputs, classes);
        StringBuilder lines = new();
        for (int row = 0; row < rows; row++)
        {
            if (model.Task == LearningTask.Classification)
            {
                lines.Append(CultureInfo.InvariantCulture, $"{CsvCell.Of(model.ClassNames[classes[row]])},{outputs[row, classes[row]]:F4}\n");
            }
            else
            {
                lines.AppendJoin(',', outputs.Row(row).ToArray().Select(value => value.ToString("R", CultureInfo.InvariantCulture))).Append('\n');
            }
        }

        return lines.ToString();
    }
}
