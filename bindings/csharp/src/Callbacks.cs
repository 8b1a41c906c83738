using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;

namespace TlsVerify
{
    /// <summary>
    /// Asked about one peer, perhaps on several threads at once. The host is null if the verification has none; the result of the
    /// normal procedure is null at Stage.Before. An exception is a refusal, and is written to standard error.
    /// </summary>
    public delegate Answer Hook(string host, IReadOnlyList<byte[]> chain, Result normal);

    /// <summary>
    /// What the library calls. It holds three delegates for ever, and for each registration a GCHandle as its user_data, which it gives back
    /// when the last verification that may use it has ended.
    ///
    /// No exception may pass through C. What is left of the stack then is no answer, and zero would be one.
    /// </summary>
    internal static class Callbacks
    {
        private const int Defer = 0;
        private const int Accept = 1;
        private const int Reject = 2;
        private const int NoAnswer = -1;

        internal static readonly Native.HookFunction Ask = AskHook;
        internal static readonly Native.LogFunction Write = WriteLog;
        internal static readonly Native.DestroyFunction Destroy = FreeHandle;

        private static int AskHook(IntPtr userData, IntPtr host, IntPtr chain, UIntPtr length, IntPtr normal)
        {
            int answer = Reject;
            try
            {
                var hook = (Hook)GCHandle.FromIntPtr(userData).Target;
                IReadOnlyList<byte[]> certificates = Der.Split(Native.Copy(chain, length));
                Result result = normal == IntPtr.Zero ? null : new Result(normal);
                answer = Translate(hook(Native.Decode(host), certificates, result));
            }
            catch (Exception thrown)
            {
                KeepThread(thrown);
                Report("the hook", thrown, "; the peer is refused");
            }
            return answer;
        }

        private static void WriteLog(IntPtr userData, int level, IntPtr text)
        {
            try
            {
                var log = (Action<LogLevel, string>)GCHandle.FromIntPtr(userData).Target;
                log((LogLevel)level, Native.Decode(text));
            }
            catch (Exception thrown)
            {
                KeepThread(thrown);
                Report("the log function", thrown, "");
            }
        }

        private static void FreeHandle(IntPtr userData)
        {
            GCHandle.FromIntPtr(userData).Free();
        }

        private static int Translate(Answer answer)
        {
            switch (answer)
            {
                case Answer.Defer:
                    return Defer;
                case Answer.Accept:
                    return Accept;
                case Answer.Reject:
                    return Reject;
                default:
                    return NoAnswer;
            }
        }

        /// <summary>The runtime throws an abort again behind each catch, right through the library, unless it is called off.</summary>
        private static void KeepThread(Exception thrown)
        {
            if (thrown is ThreadAbortException)
            {
                Thread.ResetAbort();
            }
        }

        private static void Report(string who, Exception thrown, string consequence)
        {
            try
            {
                Console.Error.WriteLine(
                    "tlsverify: " + who + " threw " + thrown.GetType() + ": " + thrown.Message + consequence);
            }
            catch (Exception)
            {
                // Standard error is gone, or the exception cannot describe itself; there is nobody left to tell.
            }
        }
    }
}
