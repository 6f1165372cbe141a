package whatif

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

// part is a shard's file of rows.
type part struct {
	path string
	Manifest
}

// MissingError says which points no shard has.
type MissingError struct {
	Ranges [][2]int // from, to before which
	Points int      // of the whole sweep
	Shards []Shard  // that have them, cut as those given are, where they are
}

func (e *MissingError) Error() string {
	n := 0
	var ranges []string
	for _, r := range e.Ranges {
		n += r[1] - r[0]
		if len(ranges) < 20 {
			ranges = append(ranges, fmt.Sprintf("%d to %d", r[0], r[1]-1))
		}
	}
	if len(e.Ranges) > len(ranges) {
		ranges = append(ranges, "and more")
	}
	text := fmt.Sprintf("%d of %d points are missing: %s", n, e.Points, strings.Join(ranges, ", "))
	if len(e.Shards) > 0 {
		var names []string
		for _, s := range e.Shards[:min(len(e.Shards), 50)] {
			names = append(names, s.String())
		}
		text += "; run --shard " + strings.Join(names, ", --shard ")
	}
	return text
}

// Merge joins the files of shards, in any order, into the file that one run of the whole would have
// written, byte for byte, and returns its manifest. It refuses shards of other sweeps, and shards that
// overlap; what no shard has is a MissingError.
func Merge(ctx context.Context, w io.Writer, paths []string) (Manifest, error) {
	parts, err := parts(paths)
	if err != nil {
		return Manifest{}, err
	}
	id := parts[0].Identity
	whole := Manifest{ManifestSchema, id, Shard{1, 1}, 0, id.Points}
	if err := tiles(parts); err != nil {
		return Manifest{}, err
	}
	out := bufio.NewWriterSize(w, 1<<16)
	header := ""
	if id.Header != "" {
		header = id.Header + "\n"
	}
	out.WriteString(header)
	for _, p := range parts {
		if err := p.copy(ctx, out, header); err != nil {
			return Manifest{}, fmt.Errorf("%s: %w", p.path, err)
		}
	}
	return whole, out.Flush()
}

// Encode is a manifest as it is written beside its rows.
func (m Manifest) Encode() []byte { return m.encode() }

// parts reads the manifests of files of rows, and orders them by their points.
func parts(paths []string) ([]part, error) {
	var list []part
	for _, path := range paths {
		path = strings.TrimSuffix(path, ManifestSuffix)
		data, err := os.ReadFile(path + ManifestSuffix)
		if err != nil {
			return nil, fmt.Errorf("%s has no manifest beside it: %w", path, err)
		}
		m, err := decodeManifest(data)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path+ManifestSuffix, err)
		}
		if _, err := os.Stat(path); err != nil {
			if _, partial := os.Stat(path + PartialSuffix); partial == nil {
				return nil, fmt.Errorf("%s: %w: resume it", path, ErrPartial)
			}
			return nil, err
		}
		if len(list) > 0 {
			if what := list[0].Identity.differs(m.Identity); what != "" {
				return nil, fmt.Errorf("%s is of another sweep than %s: %s", path, list[0].path, what)
			}
		}
		list = append(list, part{path, m})
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("nothing to merge")
	}
	slices.SortFunc(list, func(a, b part) int {
		if a.From != b.From {
			return a.From - b.From
		}
		return a.To - b.To
	})
	return list, nil
}

// tiles checks that the parts have every point once.
func tiles(parts []part) error {
	points := parts[0].Identity.Points
	missing := &MissingError{Points: points}
	next := 0
	alike := true
	for i, p := range parts {
		if p.From < next {
			if p.From == p.To {
				continue
			}
			return fmt.Errorf("%s (shard %v) and %s (shard %v) have points in common", parts[max(0, i-1)].path, parts[max(0, i-1)].Shard, p.path, p.Shard)
		}
		if p.From > next {
			missing.Ranges = append(missing.Ranges, [2]int{next, p.From})
		}
		next = max(next, p.To)
		alike = alike && p.Of == parts[0].Of
	}
	if next < points {
		missing.Ranges = append(missing.Ranges, [2]int{next, points})
	}
	if missing.Ranges == nil {
		return nil
	}
	if alike {
		for i := 1; i <= parts[0].Of; i++ {
			from, to := (Shard{i, parts[0].Of}).Range(points)
			if from < to && !slices.ContainsFunc(parts, func(p part) bool { return p.I == i }) {
				missing.Shards = append(missing.Shards, Shard{i, parts[0].Of})
			}
		}
	}
	return missing
}

// copy writes the rows of a part, and checks that they are all there.
func (p part) copy(ctx context.Context, out *bufio.Writer, header string) error {
	f, err := os.Open(p.path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	if header != "" {
		got := make([]byte, len(header))
		if _, err := io.ReadFull(in, got); err != nil || string(got) != header {
			return fmt.Errorf("its columns are not those of the manifest: it was changed")
		}
	}
	for i := p.From; ; i++ {
		line, err := in.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			if i != p.To {
				return fmt.Errorf("it ends before point %d: it was changed", i)
			}
			return nil
		}
		if err == io.EOF {
			return fmt.Errorf("the row of point %d is cut off", i)
		}
		if err != nil {
			return err
		}
		if i%1000 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if got, err := pointOf(p.Identity.Format, line); err != nil || got != i || i >= p.To {
			return fmt.Errorf("a row of point %d stands where that of %d belongs: it was changed", got, i)
		}
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
}
