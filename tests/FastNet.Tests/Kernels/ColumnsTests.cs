using System.Numerics;
using FastNet.Kernels;

namespace FastNet.Tests.Kernels;

public sealed class SingleColumnsTests : ColumnsTests<float>;

public sealed class DoubleColumnsTests : ColumnsTests<double>;

/// <summary>Sums over the batch: one chain a column, begun from what is there.</summary>
public abstract class ColumnsTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [Theory]
    [MemberData(nameof(VectorWidth.All), MemberType = typeof(VectorWidth))]
    public void AddsRowsInTheirOrder(int width)
    {
        using GuardedBuffer<T> source = new(2000), destination = new(300);
        using VectorWidth _ = VectorWidth.Force(width);
        Philox random = new(3, RandomPurpose.Trial);
        for (int columns = 0; columns <= 257; columns += columns < 40 ? 1 : 7)
        {
            int rows = columns % 7;
            MatrixSpan<T> x = source.PlaceMatrix(rows, columns, columns + (columns % 3), gap: columns % 5);
            Span<T> sums = destination.Place(columns, gap: columns % 6);
            var expected = new T[columns];
            for (int j = 0; j < columns; j++)
            {
                sums[j] = expected[j] = T.CreateChecked(random.Normal(j));
                for (int i = 0; i < rows; i++)
                {
                    x[i, j] = T.CreateChecked(random.Normal(((i + 1) * 1000) + j));
                    expected[j] += x[i, j];
                }
            }

            Columns.AddRows(x, sums);
            Bits.AssertSame<T>(expected, sums, $"{rows} rows of {columns}");
            destination.AssertCanaries();
        }
    }
}
