System.Console.WriteLine(FastNet.Numerics.VectorBits);
