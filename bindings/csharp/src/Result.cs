using System;
using System.Collections.Generic;

namespace TlsVerify
{
    /// <summary>The outcome of one verification. It cannot change.</summary>
    public sealed class Result
    {
        /// <summary>Copies everything out of a tv_result, which stays the caller's.</summary>
        internal Result(IntPtr result)
        {
            Status = (Status)Native.tv_result_status(result);
            Reason = Native.tv_result_reason(result);
            ReasonName = Native.Decode(Native.tv_reason_name(Reason));
            Depth = Native.tv_result_depth(result);
            Source = (Source)Native.tv_result_source(result);
            Message = Native.Decode(Native.tv_result_message(result));
            Hint = Native.Decode(Native.tv_result_hint(result));
            Text = Native.Decode(Native.tv_result_text(result));
            Json = Native.Decode(Native.tv_result_json(result));
            var path = new List<byte[]>();
            ulong count = Native.tv_result_path_count(result).ToUInt64();
            for (ulong index = 0; index < count; index++)
            {
                UIntPtr length;
                IntPtr der = Native.tv_result_path_der(result, (UIntPtr)index, out length);
                path.Add(Native.Copy(der, length));
            }
            Path = path.AsReadOnly();
        }

        /// <summary>How the verification went.</summary>
        public Status Status { get; }

        /// <summary>The stable number of the reason, one of TV_REASON_ in tlsverify.h; 0 for a plain acceptance.</summary>
        public int Reason { get; }

        /// <summary>Its stable name, such as "EXPIRED"; "NONE" for a plain acceptance.</summary>
        public string ReasonName { get; }

        /// <summary>The certificate at fault: 0 the end entity, counting towards the anchor; -1 the chain as a whole.</summary>
        public int Depth { get; }

        /// <summary>Who has decided.</summary>
        public Source Source { get; }

        /// <summary>One sentence with the actual values. Its wording may change.</summary>
        public string Message { get; }

        /// <summary>What to do about it; empty if nothing honest can be said.</summary>
        public string Hint { get; }

        /// <summary>The whole report as a tree.</summary>
        public string Text { get; }

        /// <summary>The whole report as one JSON object.</summary>
        public string Json { get; }

        /// <summary>The best path in DER, end entity first.</summary>
        public IReadOnlyList<byte[]> Path { get; }

        /// <summary>Whether the connection may go on: if it is verified, or the mode lets it.</summary>
        public bool MayProceed
        {
            get { return Native.tv_may_proceed((int)Status) == 1; }
        }

        /// <summary>The whole report as a tree.</summary>
        public override string ToString()
        {
            return Text;
        }
    }
}
