package whatif

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"sync"
	"time"
)

// RunOptions says how a sweep runs; none of it changes a byte of its rows.
type RunOptions struct {
	Workers  int // 0: one per core
	Progress func(done, total int)
	Row      func(Row) // is handed every row, in order
}

// Stream works out the points from one to before another, on several workers, and writes their
// lines in order. It holds the rows of some points per worker, however many there are.
func (p *Plan) Stream(ctx context.Context, w io.Writer, f Format, from, to int, o RunOptions) error {
	workers := o.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	workers = min(workers, to-from)
	if workers <= 0 {
		return nil
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	type line struct {
		row  Row
		text []byte
	}
	const ahead = 16
	room := make(chan struct{}, ahead*workers) // points begun and not yet written
	points := make(chan int)
	lines := make(chan line, ahead*workers)
	var group sync.WaitGroup
	group.Go(func() {
		defer close(points)
		for i := from; i < to; i++ {
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
				return
			}
			select {
			case points <- i:
			case <-ctx.Done():
				return
			}
		}
	})
	for range workers {
		group.Go(func() {
			for i := range points {
				row, err := p.Row(ctx, i)
				if err != nil {
					cancel(err)
					return
				}
				select {
				case lines <- line{row, p.Line(f, row)}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() {
		group.Wait()
		close(lines)
	}()
	out := bufio.NewWriterSize(w, 1<<16)
	early := map[int]line{}
	flushed := time.Now()
	for next := from; ; {
		l, ok := <-lines
		if !ok {
			if next < to {
				out.Flush() // the whole lines so far
				return context.Cause(ctx)
			}
			return out.Flush()
		}
		early[l.row.Point] = l
		for l, ok := early[next]; ok; l, ok = early[next] {
			delete(early, next)
			if o.Row != nil {
				o.Row(l.row)
			}
			if _, err := out.Write(l.text); err != nil {
				cancel(err)
				return err
			}
			<-room
			next++
			if o.Progress != nil {
				o.Progress(next-from, to-from)
			}
		}
		if time.Since(flushed) > time.Second {
			if err := out.Flush(); err != nil {
				cancel(err)
				return err
			}
			flushed = time.Now()
		}
	}
}

// Suffixes of the files of a sweep: rows while they are being written, and the manifest.
const (
	PartialSuffix  = ".partial"
	ManifestSuffix = ".manifest.json"
)

// ErrPartial says that a sweep was begun and not finished.
var ErrPartial = errors.New("a sweep was begun there and not finished")

// Sweep writes the rows of a shard into a file, and a manifest beside it. While it runs the rows are in a
// file of their own, path.partial, which takes its name at the end. Interrupted, that file is left, and
// with resume the sweep goes on after its last whole line: to the same bytes as if it had never been interrupted. Without resume
// such a file is ErrPartial. The rows that were there already are returned.
func (p *Plan) Sweep(ctx context.Context, path string, f Format, shard Shard, version string, resume bool, o RunOptions) (there int, err error) {
	id, err := p.Identity(f, version)
	if err != nil {
		return 0, err
	}
	from, to := shard.Range(p.points)
	manifest := Manifest{ManifestSchema, id, shard, from, to}
	partial := path + PartialSuffix
	out, err := os.OpenFile(partial, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		if !resume {
			return 0, fmt.Errorf("%s: %w", partial, ErrPartial)
		}
		out, err = os.OpenFile(partial, os.O_RDWR, 0o644)
	}
	if err != nil {
		return 0, err
	}
	defer out.Close()
	there, err = p.goOn(out, path+ManifestSuffix, manifest)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", partial, err)
	}
	progress := o.Progress
	if progress != nil {
		o.Progress = func(done, _ int) { progress(there+done, to-from) }
	}
	if err := p.Stream(ctx, out, f, from+there, to, o); err != nil {
		return there, err
	}
	if err := out.Close(); err != nil {
		return there, err
	}
	return there, os.Rename(partial, path)
}

// goOn places a file of rows, which may be empty, behind its last whole row of the manifest's sweep, and
// returns how many there are.
func (p *Plan) goOn(out *os.File, manifestPath string, m Manifest) (rows int, err error) {
	info, err := out.Stat()
	if err != nil {
		return 0, err
	}
	header := p.Header(m.Identity.Format)
	if info.Size() == 0 {
		if err := os.WriteFile(manifestPath, m.encode(), 0o644); err != nil {
			return 0, err
		}
		_, err := out.Write(header)
		return 0, err
	}
	data, err := os.ReadFile(manifestPath)
	if err != nil {
		return 0, fmt.Errorf("it cannot be resumed: %w", err)
	}
	was, err := decodeManifest(data)
	if err != nil {
		return 0, fmt.Errorf("it cannot be resumed: %w", err)
	}
	if was.Shard != m.Shard {
		return 0, fmt.Errorf("it is shard %v, not %v", was.Shard, m.Shard)
	}
	if what := was.Identity.differs(m.Identity); what != "" {
		return 0, fmt.Errorf("it is of another sweep: %s", what)
	}
	in := bufio.NewReaderSize(out, 1<<16)
	if got := make([]byte, len(header)); len(header) > 0 {
		if n, err := io.ReadFull(in, got); err != nil && bytes.HasPrefix(header, got[:n]) {
			// Interrupted within the header.
			if err := out.Truncate(0); err != nil {
				return 0, err
			}
			_, err := out.WriteAt(header, 0)
			if err == nil {
				_, err = out.Seek(0, io.SeekEnd)
			}
			return 0, err
		} else if !bytes.Equal(got, header) {
			return 0, errors.New("its columns are those of another sweep")
		}
	}
	end := int64(len(header))
	for {
		line, err := in.ReadBytes('\n')
		if err == io.EOF {
			break // what stands behind the last line end is a line half written
		}
		if err != nil {
			return 0, err
		}
		if i, err := pointOf(m.Identity.Format, line); err != nil || i != m.From+rows || i >= m.To {
			return 0, fmt.Errorf("row %d is not that of point %d: it was changed", rows+1, m.From+rows)
		}
		end += int64(len(line))
		rows++
	}
	if err := out.Truncate(end); err != nil {
		return 0, err
	}
	_, err = out.Seek(end, io.SeekStart)
	return rows, err
}
