using System.Globalization;
using System.Text;

namespace FastNet;

/// <summary>A schedule on paper, before training.</summary>
public static class SchedulePrinter
{
    // A cell's height in eighths: space to full block.
    private const string Eighths = " ▁▂▃▄▅▆▇█";

    /// <summary>
    /// A table of epoch, step and rate: a line for the first step of each epoch, and one for its last where the rate has changed within it.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="epochs">At least 1.</param>
    /// <param name="stepsPerEpoch">At least 1.</param>
    /// <param name="baseRate">The rate where the factor is 1: finite, at least 0.</param>
    /// <returns>Lines that end in a line feed, the heading first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    /// <exception cref="InvalidOperationException">A rate is negative or not finite.</exception>
    public static string ToTable(this Schedule schedule, int epochs, int stepsPerEpoch, double baseRate = 1)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Throw.IfNotPositive(epochs, nameof(epochs));
        Throw.IfNotPositive(stepsPerEpoch, nameof(stepsPerEpoch));
        StringBuilder table = new("epoch        step  rate\n");
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            long first = (epoch - 1L) * stepsPerEpoch;
            long last = first + stepsPerEpoch - 1;
            double rate = schedule.Rate(baseRate, new(epoch, first));
            double lastRate = schedule.Rate(baseRate, new(epoch, last));
            AppendLine(table, epoch, first, rate);
            if (lastRate != rate)
            {
                AppendLine(table, epoch, last, lastRate);
            }
        }

        return table.ToString();
    }

    /// <summary>
    /// A picture of the factor over a training, 0 at its foot: each column shows the factor at the first of its steps, in eighths of a line.
    /// </summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="epochs">At least 1.</param>
    /// <param name="stepsPerEpoch">At least 1.</param>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Lines, at least 1.</param>
    /// <returns>Lines that end in a line feed: the picture, with the largest factor beside it, and the epochs under it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside.</exception>
    /// <exception cref="InvalidOperationException">A factor is negative or not finite.</exception>
    public static string Draw(this Schedule schedule, int epochs, int stepsPerEpoch, int width = 60, int height = 8)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        Throw.IfNotPositive(epochs, nameof(epochs));
        Throw.IfNotPositive(stepsPerEpoch, nameof(stepsPerEpoch));
        Throw.IfNotPositive(width, nameof(width));
        Throw.IfNotPositive(height, nameof(height));
        var factors = new double[width];
        for (int column = 0; column < width; column++)
        {
            long step = (long)((Int128)column * epochs * stepsPerEpoch / width);
            factors[column] = schedule.Rate(1, new((int)(step / stepsPerEpoch) + 1, step));
        }

        double largest = factors.Max();
        string label = largest.ToString("G3", CultureInfo.InvariantCulture);
        StringBuilder picture = new();
        for (int line = height - 1; line >= 0; line--)
        {
            picture.Append(line == height - 1 ? label : line == 0 ? "0".PadLeft(label.Length) : new string(' ', label.Length)).Append(" │");
            foreach (double factor in factors)
            {
                // A factor above 0 shows at least an eighth.
                double eighths = largest == 0 ? 0 : Math.Round(factor / largest * height * 8);
                eighths = factor > 0 ? double.Max(eighths, 1) : 0;
                picture.Append(Eighths[(int)double.Clamp(eighths - (8 * line), 0, 8)]);
            }

            picture.Append('\n');
        }

        string epoch = string.Create(CultureInfo.InvariantCulture, $"epoch {epochs}");
        picture.Append(' ', label.Length + 1).Append('└').Append('─', width).Append('\n');
        picture.Append(' ', label.Length + 2).Append('1').Append(epoch.PadLeft(int.Max(width - 1, epoch.Length + 1))).Append('\n');
        return picture.ToString();
    }

    private static void AppendLine(StringBuilder table, int epoch, long step, double rate) =>
        table.Append(CultureInfo.InvariantCulture, $"{epoch,5}  {step,10}  {rate:G6}\n");
}
