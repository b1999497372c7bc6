using System.Runtime.InteropServices;

namespace FastNet.Cli;

/// <summary>
/// What Ctrl-C, SIGTERM and a closed terminal do: while a network is trained, the first one asks for an orderly end; at any other time, and a second time, they end
/// the process as they do by themselves.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source;
    private volatile bool isTraining;

    /// <summary>An interruption that a token asks for too.</summary>
    public Interruption(CancellationToken token) => source = CancellationTokenSource.CreateLinkedTokenSource(token);

    /// <summary>Asks training to end.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Listens to the process's signals for as long as the result lives.</summary>
    public IDisposable Listen() => new Signals(this);

    /// <summary>From here on there is something to save.</summary>
    public void BeginTraining() => isTraining = true;

    /// <summary>Whether a signal is answered by an orderly end.</summary>
    public bool Answer()
    {
        bool isAnswered = isTraining && !source.IsCancellationRequested;
        if (isAnswered)
        {
            source.Cancel();
        }

        return isAnswered;
    }

    public void Dispose() => source.Dispose();

    private sealed class Signals : IDisposable
    {
        private readonly PosixSignalRegistration[] registrations;

        public Signals(Interruption interruption)
        {
            void Handle(PosixSignalContext context) => context.Cancel = interruption.Answer();
            registrations = [.. (IEnumerable<PosixSignalRegistration>)
            [
                PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
                PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
            ]];
        }

        public void Dispose()
        {
            foreach (PosixSignalRegistration registration in registrations)
            {
                registration.Dispose();
            }
        }
    }
}
