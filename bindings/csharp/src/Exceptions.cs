using System;
using System.Security.Authentication;

namespace TlsVerify
{
    /// <summary>
    /// The peer is refused. It is an AuthenticationException, so that code which catches those goes on to work.
    /// </summary>
    public sealed class VerificationException : AuthenticationException
    {
        internal VerificationException(string host, Result result) : base(Describe(result))
        {
            Host = host;
            Result = result;
        }

        /// <summary>The name or address that was wanted; null for a client.</summary>
        public string Host { get; }

        /// <summary>Everything that is known.</summary>
        public Result Result { get; }

        /// <summary>The stable number of the reason.</summary>
        public int Reason
        {
            get { return Result.Reason; }
        }

        /// <summary>The stable name of the reason, such as "EXPIRED".</summary>
        public string ReasonName
        {
            get { return Result.ReasonName; }
        }

        /// <summary>The certificate at fault: 0 the end entity, counting towards the anchor; -1 the chain as a whole.</summary>
        public int Depth
        {
            get { return Result.Depth; }
        }

        /// <summary>What to do about it; empty if nothing honest can be said.</summary>
        public string Hint
        {
            get { return Result.Hint; }
        }

        private static string Describe(Result result)
        {
            string hint = result.Hint.Length == 0 ? "" : " hint: " + result.Hint;
            return result.ReasonName + " (" + result.Reason + ") at depth " + result.Depth + ": " + result.Message + hint;
        }
    }

    /// <summary>A call that could not be carried out: a bad argument, a certificate that cannot be read, and so on.</summary>
    public sealed class TlsVerifyException : Exception
    {
        internal TlsVerifyException(string call, int status)
            : base(call + ": " + Native.Decode(Native.tv_status_message(status)) + " (" + status + ")")
        {
            Status = status;
        }

        /// <summary>The number, one of TV_ERR_ in tlsverify.h.</summary>
        public int Status { get; }
    }
}
