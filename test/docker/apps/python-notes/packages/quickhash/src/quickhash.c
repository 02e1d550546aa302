/* A hash of a text, in C, so that the package really has to be compiled. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *djb2(PyObject *self, PyObject *args) {
    const char *text;
    Py_ssize_t length;
    unsigned long hash = 5381;
    if (!PyArg_ParseTuple(args, "s#", &text, &length)) return NULL;
    for (Py_ssize_t i = 0; i < length; i++) hash = (hash * 33) ^ (unsigned char)text[i];
    return PyLong_FromUnsignedLong(hash & 0xffffffffUL);
}

static PyMethodDef methods[] = {{"djb2", djb2, METH_VARARGS, "The hash of a text."}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "quickhash", NULL, -1, methods};
PyMODINIT_FUNC PyInit_quickhash(void) { return PyModule_Create(&module); }
