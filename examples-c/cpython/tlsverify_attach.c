/*
 * A module for CPython that lets libtlsverify decide about the peers of an ssl.SSLContext, inside the
 * handshake, as the module _ssl could do by itself (docs/cpython.md).
 *
 *     tlsverify_attach.attach(context, "ca.pem", observer)
 *
 * trusts the CAs in the file (the Mozilla roots if it is None) and refuses everybody else. observer may be
 * None; it is called as observer(hostname, reason, sentence, hint) about every peer that is judged, and
 * if it raises an exception, the peer is refused.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <tlsverify_openssl.h>

/* What _ssl keeps is behind the head of the object, and the first of it is the SSL_CTX. _ssl itself
 * would write self->ctx; from outside one has to look twice. */
static SSL_CTX *find_ssl_ctx(PyObject *context)
{
    PyObject *module = PyImport_ImportModule("_ssl"), *type = NULL, *options = NULL, *version = NULL;
    SSL_CTX *found = NULL;

    if (module == NULL || (type = PyObject_GetAttrString(module, "_SSLContext")) == NULL ||
        (version = PyObject_GetAttrString(module, "OPENSSL_VERSION")) == NULL)
        goto done;
    if (PyObject_IsInstance(context, type) != 1) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_TypeError, "an ssl.SSLContext is needed");
        goto done;
    }
    if (PyUnicode_CompareWithASCIIString(version, OpenSSL_version(OPENSSL_VERSION)) != 0) {
        PyErr_SetString(PyExc_ImportError, "this module and _ssl are linked with different OpenSSLs");
        goto done;
    }
    if ((options = PyObject_GetAttrString(context, "options")) == NULL)
        goto done;
    found = *(SSL_CTX **)((char *)context + sizeof(PyObject));
    if (found == NULL || PyLong_AsUnsignedLongMask(options) != (unsigned long)SSL_CTX_get_options(found)) {
        found = NULL;
        PyErr_SetString(PyExc_RuntimeError, "this Python keeps its SSL_CTX elsewhere");
    }
done:
    Py_XDECREF(module);
    Py_XDECREF(type);
    Py_XDECREF(options);
    Py_XDECREF(version);
    return found;
}

/* The library calls without the interpreter's lock, in the middle of SSL_do_handshake. */
static int32_t observe(void *observer, const char *hostname, const uint8_t *der_chain, size_t der_chain_len,
                       const tv_result *normal)
{
    int32_t answer = TV_HOOK_DEFER;
    PyGILState_STATE state;
    PyObject *returned;

    (void)der_chain, (void)der_chain_len;
    if (!Py_IsInitialized())
        return TV_HOOK_REJECT;
    state = PyGILState_Ensure();
    returned = PyObject_CallFunction((PyObject *)observer, "zsss", hostname,
                                     tv_reason_name(tv_result_reason(normal)), tv_result_message(normal),
                                     tv_result_hint(normal));
    if (returned == NULL) {
        PyErr_WriteUnraisable((PyObject *)observer);
        answer = TV_HOOK_REJECT;
    }
    Py_XDECREF(returned);
    PyGILState_Release(state);
    return answer;
}

static void forget(void *observer)
{
    PyGILState_STATE state;

    if (!Py_IsInitialized())
        return;
    state = PyGILState_Ensure();
    Py_DECREF((PyObject *)observer);
    PyGILState_Release(state);
}

/* A context that refuses whom it does not trust. */
static tv_status configure(tv_context *ctx, const char *roots, PyObject *observer)
{
    tv_status status = tv_validate_certs(ctx);

    if (status == TV_OK && roots != NULL) {
        status = tv_use_mozilla_roots(ctx, 0);
        if (status == TV_OK)
            status = tv_add_roots_file(ctx, roots, NULL);
    }
    if (status == TV_OK && observer != Py_None) {
        Py_INCREF(observer);
        /* It may look and it may refuse; it forgives nothing. */
        status = tv_set_hook(ctx, TV_HOOK_AFTER, 0, observe, observer, forget);
        if (status != TV_OK)
            Py_DECREF(observer);
    }
    return status;
}

static PyObject *attach(PyObject *module, PyObject *arguments)
{
    PyObject *context, *observer = Py_None;
    const char *roots = NULL;
    tv_context *ctx;
    SSL_CTX *tls;
    tv_status status;

    (void)module;
    if (!PyArg_ParseTuple(arguments, "O|zO", &context, &roots, &observer) ||
        (tls = find_ssl_ctx(context)) == NULL)
        return NULL;
    ctx = tv_context_new();
    status = configure(ctx, roots, observer);
    if (status == TV_OK)
        status = tv_openssl_attach(tls, ctx);
    /* The SSL_CTX has its own reference. */
    tv_context_free(ctx);
    if (status != TV_OK)
        return PyErr_Format(PyExc_ValueError, "%s", tv_status_message(status));
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"attach", attach, METH_VARARGS, "attach(context, roots=None, observer=None)"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "tlsverify_attach", "libtlsverify inside an ssl.SSLContext.", -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_tlsverify_attach(void);
PyMODINIT_FUNC PyInit_tlsverify_attach(void)
{
    return PyModule_Create(&definition);
}
