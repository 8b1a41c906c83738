package io.github.libtlsverify;

import com.sun.jna.Callback;
import com.sun.jna.IntegerType;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;

/** The C functions, as tlsverify.h declares them. Nothing here is for programs. */
final class Library {
    static {
        String path = System.getenv("TLSVERIFY_LIBRARY");
        Native.register(Library.class, path != null ? path : Platform.isLinux() ? "libtlsverify.so.0" : "tlsverify");
        if (tv_abi_version() != 0) {
            throw new UnsatisfiedLinkError("libtlsverify speaks ABI " + tv_abi_version() + ", not 0");
        }
    }

    private Library() {
    }

    /** C's size_t. */
    public static final class Size extends IntegerType {
        private static final long serialVersionUID = 1;

        /** For JNA. */
        public Size() {
            this(0);
        }

        Size(long value) {
            super(Native.SIZE_T_SIZE, value, true);
        }
    }

    interface HookCallback extends Callback {
        int invoke(Pointer userData, Pointer host, Pointer chain, Size length, Pointer normal);
    }

    interface LogCallback extends Callback {
        void invoke(Pointer userData, int level, Pointer text);
    }

    interface DestroyCallback extends Callback {
        void invoke(Pointer userData);
    }

    static native Pointer tv_version();
    static native Pointer tv_roots_version();
    static native int tv_abi_version();
    static native Pointer tv_status_message(int status);
    static native int tv_may_proceed(int status);
    static native Pointer tv_context_new();
    static native Pointer tv_context_ref(Pointer context);
    static native Pointer tv_context_clone(Pointer context);
    static native void tv_context_free(Pointer context);
    static native int tv_set_mode(Pointer context, int mode);
    static native int tv_get_mode(Pointer context);
    static native int tv_validate_certs(Pointer context);
    static native int tv_disable_validation(Pointer context);
    static native int tv_set_rules(Pointer context, int rules);
    static native int tv_set_purpose(Pointer context, int purpose);
    static native int tv_set_max_intermediates(Pointer context, int count);
    static native int tv_refuse_unknown_revocation(Pointer context, int on);
    static native int tv_add_cert(Pointer context, byte[] host, byte[] der, Size length);
    static native int tv_add_root(Pointer context, byte[] der, Size length);
    static native int tv_use_mozilla_roots(Pointer context, int on);
    static native int tv_add_system_roots(Pointer context, Pointer added);
    static native int tv_add_roots_pem(Pointer context, byte[] pem, Size length, Pointer added);
    static native int tv_add_roots_file(Pointer context, byte[] path, Pointer added);
    static native int tv_add_intermediates(Pointer context, byte[] der, Size length);
    static native int tv_distrust(Pointer context, byte[] sha256, Size length);
    static native int tv_set_hook(
            Pointer context, int stage, int mayOverride, HookCallback hook, Pointer userData, DestroyCallback destroy);
    static native int tv_set_log(Pointer context, LogCallback log, Pointer userData, DestroyCallback destroy);
    static native Pointer tv_evidence_new();
    static native int tv_evidence_set_time(Pointer evidence, long unixSeconds);
    static native int tv_evidence_add_crl(Pointer evidence, byte[] der, Size length);
    static native void tv_evidence_free(Pointer evidence);
    static native int tv_verify_chain_with(
            Pointer context, byte[] host, byte[] chain, Size length, Pointer evidence, PointerByReference result);
    static native int tv_result_status(Pointer result);
    static native int tv_result_reason(Pointer result);
    static native int tv_result_depth(Pointer result);
    static native int tv_result_source(Pointer result);
    static native Pointer tv_result_message(Pointer result);
    static native Pointer tv_result_hint(Pointer result);
    static native Pointer tv_result_text(Pointer result);
    static native Pointer tv_result_json(Pointer result);
    static native Size tv_result_path_count(Pointer result);
    static native Pointer tv_result_path_der(Pointer result, Size index, Pointer length);
    static native void tv_result_free(Pointer result);
    static native Pointer tv_reason_name(int reason);

    /** A string that the library owns. */
    static String text(Pointer pointer) {
        return pointer.getString(0, "UTF-8");
    }

    /** A string for C, or null. It has no NUL inside: what follows one would be lost. */
    static byte[] cString(String text) {
        if (text == null) {
            return null;
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the string contains a NUL");
        }
        return (text + '\0').getBytes(StandardCharsets.UTF_8);
    }

    /** Throws unless the status is TV_OK. */
    static void check(String call, int status) {
        if (status != 0) {
            throw new TlsVerifyException(call, status);
        }
    }
}
