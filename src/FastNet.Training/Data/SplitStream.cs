namespace FastNet.Training;

/// <summary>The layer of <see cref="RandomPurpose.Split"/> that each kind of cut draws from: one seed, and no number in two of them.</summary>
internal enum SplitStream
{
    Stratified = 0,
    Grouped = 1,
    TargetSource = 2,
    TrainDev = 3,
    Folds = 4,
    GroupedFolds = 5,
    Hashed = 6,
}
