using System.Numerics;

namespace FastNet.Training;

/// <summary>What a training learns from, or is judged by, wherever it is.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IExamples<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    long Count { get; }

    /// <summary>0 for values.</summary>
    int ClassCount { get; }

    /// <summary>Their number and a fingerprint: other examples have another one.</summary>
    string Describe();

    /// <summary>Batches as a training asks for them.</summary>
    /// <exception cref="ArgumentException">A number lies outside, or an option of the training does not go with the examples.</exception>
    IBatches<T> CreateBatches(Trainer<T> trainer, int batchSize);

    /// <summary>How a network does on them.</summary>
    /// <exception cref="ArgumentException">A shape does not fit, or there is no example.</exception>
    Evaluation Evaluate(Network<T> network, Loss<T> loss, Workspace<T> workspace, ConfusionMatrix? counts);
}

/// <summary>Examples in the order of an epoch, batch after batch.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal interface IBatches<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Examples of an epoch.</summary>
    long ExampleCount { get; }

    /// <summary>Examples of a batch, the last one perhaps excepted; never more than there are examples.</summary>
    int BatchSize { get; }

    /// <summary>Whether examples that do not fill the last batch are left out.</summary>
    bool DropsLast { get; }

    /// <summary>In words.</summary>
    string Order { get; }

    /// <summary>Whether a batch begins with this example of the epoch's order; a data set smaller than a batch is one batch.</summary>
    bool HasBatchFrom(long first) => DropsLast && ExampleCount >= BatchSize ? first + BatchSize <= ExampleCount : first < ExampleCount;

    /// <summary>Puts the examples into the order of an epoch.</summary>
    void StartEpoch(int epoch);

    /// <summary>The batch that begins with an example of the epoch's order; it holds until the next one is asked for.</summary>
    MiniBatch<T> From(long first);

    /// <summary>Takes another size, from the next batch on.</summary>
    void Resize(int batchSize);
}
