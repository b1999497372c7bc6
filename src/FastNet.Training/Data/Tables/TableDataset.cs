using System.Numerics;

namespace FastNet.Training;

/// <summary>The examples of a table, all rows taken for the train part.</summary>
/// <param name="Data">The examples.</param>
/// <param name="Schema">What became of the columns.</param>
/// <param name="TaskIsGuessed">Whether the task was found out from the target's cells.</param>
public sealed record TableDataset<T>(Dataset<T> Data, DataSchema Schema, bool TaskIsGuessed)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Classification or regression.</summary>
    public LearningTask Task => Data.HasClasses ? LearningTask.Classification : LearningTask.Regression;

    /// <summary>Reads examples from a file of any format that <see cref="Table.Read(string, TableOptions?)"/> knows.</summary>
    /// <exception cref="InvalidDataException">The contents are not what was expected; the message says file, row, column, what was expected and
    /// what came.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TableDataset<T> Read(string path, DatasetOptions? options = null) => From(TablePlan.Read(path, options));

    /// <summary>The same from a stream.</summary>
    /// <param name="stream">The contents.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="InvalidDataException">As for a file.</exception>
    public static TableDataset<T> Read(Stream stream, string name, DatasetOptions? options = null) =>
        From(TablePlan.Read(stream, name, options));

    private static TableDataset<T> From(TablePlan plan)
    {
        DataSchema schema = plan.Fit([.. Enumerable.Range(0, plan.Table.Rows)]);
        return new(plan.Encode<T>(schema), schema, plan.TaskIsGuessed);
    }
}
