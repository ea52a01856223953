package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

var errNotFound = errors.New("not found")

// store keeps each volume and each snapshot in a directory of its own, beside a file with its size. A directory appears under its
// name when it is whole, so every call can be repeated.
type store struct{ root string }

func newStore(root string) (store, error) {
	if root == "" {
		return store{}, errors.New("-root is missing")
	}
	made := store{root: root}
	for _, kind := range []string{volumes, snapshots} {
		if err := os.MkdirAll(filepath.Join(root, kind), 0o755); err != nil {
			return store{}, err
		}
	}
	return made, nil
}

const (
	volumes   = "volumes"
	snapshots = "snapshots"
)

func (s store) path(kind, id string) (string, error) {
	if id == "" || strings.ContainsAny(id, "/\\") || strings.HasPrefix(id, ".") {
		return "", fmt.Errorf("%q names no directory", id)
	}
	return filepath.Join(s.root, kind, id), nil
}

// makeEmpty makes a volume with nothing in it, which anybody may write to.
func (s store) makeEmpty(id string, size int64) error {
	path, err := s.path(volumes, id)
	if err != nil {
		return err
	}
	if err := s.setSize(path, size); err != nil {
		return err
	}
	if err := os.MkdirAll(path, 0o777); err != nil {
		return err
	}
	return os.Chmod(path, 0o777) // whatever the umask is
}

// copyTo copies a whole volume or snapshot; size 0 keeps that of the original.
func (s store) copyTo(fromKind, from, toKind, to string, size int64) error {
	source, err := s.path(fromKind, from)
	if err != nil {
		return err
	}
	target, err := s.path(toKind, to)
	if err != nil {
		return err
	}
	if _, err := os.Stat(source); err != nil {
		return fmt.Errorf("%s: %w", from, errNotFound)
	}
	if size == 0 {
		size = s.size(source)
	}
	if _, err := os.Stat(target); err == nil {
		return nil
	}
	if err := s.setSize(target, size); err != nil {
		return err
	}
	partial := target + ".partial"
	if err := os.RemoveAll(partial); err != nil {
		return err
	}
	if out, err := exec.Command("cp", "--archive", "--reflink=auto", source, partial).CombinedOutput(); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return os.Rename(partial, target)
}

func (s store) remove(kind, id string) error {
	path, err := s.path(kind, id)
	if err != nil {
		return err
	}
	return errors.Join(os.RemoveAll(path+".partial"), os.RemoveAll(path), os.RemoveAll(path+".size"))
}

func (s store) setSize(path string, size int64) error {
	return os.WriteFile(path+".size", []byte(strconv.FormatInt(size, 10)), 0o600)
}

func (s store) size(path string) int64 {
	text, err := os.ReadFile(path + ".size")
	if err != nil {
		return 0
	}
	size, _ := strconv.ParseInt(string(text), 10, 64)
	return size
}

// described gives the size and the time of a snapshot.
func (s store) described(id string) (int64, time.Time, error) {
	path, err := s.path(snapshots, id)
	if err != nil {
		return 0, time.Time{}, err
	}
	info, err := os.Stat(path + ".size")
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("%s: %w", id, errNotFound)
	}
	return s.size(path), info.ModTime(), nil
}
