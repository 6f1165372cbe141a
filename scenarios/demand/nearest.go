package demand

import "strings"

// Nearest returns the name that was probably meant by word: the one with the
// least edits (a letter added, dropped, changed, or two neighbours swapped; case
// counts little). It returns "" where none is near: more than a third of the
// longer one's letters would have to change.
func Nearest(word string, names []string) string {
	best, bestEdits := "", 0
	for _, name := range names {
		longer := max(len(word), len(name))
		if longer > 64 {
			continue // an accident, not a typing mistake
		}
		n := edits(plain(word), plain(name))
		if n > max(1, longer/3) || n == longer {
			continue
		}
		if best == "" || n < bestEdits {
			best, bestEdits = name, n
		}
	}
	return best
}

// plain drops what people mix up in names: case, and blanks, dashes and underscores.
func plain(s string) string {
	return strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToLower(s))
}

// edits is the optimal string alignment distance (Damerau 1964, restricted).
func edits(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
