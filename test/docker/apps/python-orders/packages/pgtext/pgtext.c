/* Quotes a text for SQL by PostgreSQL's own library, which must be there at run time too. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <libpq-fe.h>

static PyObject *quote(PyObject *self, PyObject *args) {
    const char *text;
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "s#", &text, &length)) return NULL;
    char *escaped = PyMem_Malloc(2 * length + 1);
    if (escaped == NULL) return PyErr_NoMemory();
    PQescapeString(escaped, text, length);
    PyObject *literal = PyUnicode_FromFormat("'%s'", escaped);
    PyMem_Free(escaped);
    return literal;
}

static PyMethodDef methods[] = {{"quote", quote, METH_VARARGS, "A text as an SQL literal."}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "pgtext", NULL, -1, methods};
PyMODINIT_FUNC PyInit_pgtext(void) { return PyModule_Create(&module); }
