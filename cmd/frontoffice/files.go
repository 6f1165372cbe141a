package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// writeFile writes a file whole or not at all: a reader never sees half of it.
// An existing file is replaced only where overwrite says so.
func writeFile(path string, data []byte, overwrite bool) error {
	if !overwrite && exists(path) {
		return usagef("%s exists: nothing was written (--overwrite replaces it)", path)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return cannotWrite(path, err)
	}
	defer os.Remove(tmp.Name()) // gone already where the rename went well
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return cannotWrite(path, err)
	}
	if !overwrite {
		// A link, unlike a rename, does not replace a file that has come meanwhile.
		if err := os.Link(tmp.Name(), path); err == nil || errors.Is(err, fs.ErrExist) {
			return cannotWrite(path, err)
		}
		// There are no links on this file system.
	}
	return cannotWrite(path, os.Rename(tmp.Name(), path))
}

// cannotWrite names the file that was wanted, not the temporary one that failed;
// nil where nothing did.
func cannotWrite(path string, err error) error {
	var inner *fs.PathError
	var link *os.LinkError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &inner):
		err = inner.Err
	case errors.As(err, &link):
		err = link.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return usagef("cannot write %s: there is no folder %s", path, filepath.Dir(path))
	}
	return fmt.Errorf("cannot write %s: %w", path, err)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// freeFolder is base, or base-2, base-3 ... where base exists already.
func freeFolder(base string) (string, error) {
	for n := 1; n < 10_000; n++ {
		path := base
		if n > 1 {
			path = fmt.Sprintf("%s-%d", base, n)
		}
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			return path, nil
		} else if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("%s-2 to %s-9999 exist: name a folder with --pictures", base, base)
}
