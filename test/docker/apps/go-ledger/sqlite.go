package main

/*
#cgo LDFLAGS: -lsqlite3
#include <sqlite3.h>
#include <stdlib.h>

static int count(sqlite3 *db) {
	sqlite3_stmt *found;
	int rows = -1;
	if (sqlite3_prepare_v2(db, "select count(*) from entries", -1, &found, NULL) != SQLITE_OK) return -1;
	if (sqlite3_step(found) == SQLITE_ROW) rows = sqlite3_column_int(found, 0);
	sqlite3_finalize(found);
	return rows;
}
*/
import "C"

import (
	"errors"
	"unsafe"
)

type ledger struct{ db *C.sqlite3 }

func open(path string) (*ledger, error) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	var db *C.sqlite3
	if C.sqlite3_open(name, &db) != C.SQLITE_OK {
		return nil, errors.New(C.GoString(C.sqlite3_errmsg(db)))
	}
	one := &ledger{db}
	return one, one.run("create table if not exists entries (id integer primary key)")
}

func (l *ledger) run(text string) error {
	sql := C.CString(text)
	defer C.free(unsafe.Pointer(sql))
	if C.sqlite3_exec(l.db, sql, nil, nil, nil) != C.SQLITE_OK {
		return errors.New(C.GoString(C.sqlite3_errmsg(l.db)))
	}
	return nil
}

func (l *ledger) add() (int, error) {
	err := l.run("insert into entries default values")
	return int(C.count(l.db)), err
}
