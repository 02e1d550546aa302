/* Counts words. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <ctype.h>

static PyObject *words(PyObject *self, PyObject *args) {
    const char *text;
    long count = 0;
    int inside = 0;
    if (!PyArg_ParseTuple(args, "s", &text)) return NULL;
    for (; *text; text++) {
        int letter = !isspace((unsigned char)*text);
        if (letter && !inside) count++;
        inside = letter;
    }
    return PyLong_FromLong(count);
}

static PyMethodDef methods[] = {{"words", words, METH_VARARGS, "How many words a text has."}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "counting", NULL, -1, methods};
PyMODINIT_FUNC PyInit_counting(void) { return PyModule_Create(&module); }
