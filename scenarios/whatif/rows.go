package whatif

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// Format is how the rows of a sweep are written.
type Format string

const (
	CSV       Format = "csv"
	JSONLines Format = "jsonl"
)

// RowSchema is what every row says it is.
const RowSchema = "frontoffice/sweep/v1"

// Header is the first line of a file of rows; empty for JSON Lines.
func (p *Plan) Header(f Format) []byte {
	if f == JSONLines {
		return nil
	}
	fields := []string{"schema", "point"}
	for _, v := range p.Dimensions {
		fields = append(fields, v.Path)
	}
	for _, figure := range p.figures {
		fields = append(fields, figure.Name)
		if p.estimated(figure) {
			fields = append(fields, figure.Name+"_half_width")
		}
	}
	return csvLine(append(fields, "error"))
}

// estimated is whether a figure's column has one of its half-width.
func (p *Plan) estimated(f Figure) bool { return p.Replications > 0 && !f.Staff }

// Line is a row as a line of a file.
func (p *Plan) Line(f Format, r Row) []byte {
	if f == JSONLines {
		return p.object(r)
	}
	fields := []string{RowSchema, strconv.Itoa(r.Point)}
	fields = append(fields, r.Inputs...)
	for k, figure := range p.figures {
		v := r.Values[k]
		fields = append(fields, cell(v.Mean, v.Undefined))
		if p.estimated(figure) {
			fields = append(fields, cell(v.HalfWidth, v.Undefined))
		}
	}
	return csvLine(append(fields, r.Error))
}

func cell(x float64, undefined bool) string {
	if undefined {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

func csvLine(fields []string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Write(fields) // to memory
	w.Flush()
	return b.Bytes()
}

// object is a row as a JSON object on a line: {"schema":...,"point":0,"inputs":{...},"figures":{...}}.
func (p *Plan) object(r Row) []byte {
	var b bytes.Buffer
	text := func(s string) {
		data, _ := json.Marshal(s)
		b.Write(data)
	}
	fmt.Fprintf(&b, `{"schema":"%s","point":%d,"inputs":{`, RowSchema, r.Point)
	for k, v := range p.Dimensions {
		if k > 0 {
			b.WriteByte(',')
		}
		text(v.Path)
		b.WriteByte(':')
		text(r.Inputs[k])
	}
	b.WriteString(`},"figures":{`)
	first := true
	for k, figure := range p.figures {
		v := r.Values[k]
		if v.Undefined {
			continue
		}
		if !first {
			b.WriteByte(',')
		}
		first = false
		text(figure.Name)
		b.WriteByte(':')
		if p.estimated(figure) {
			fmt.Fprintf(&b, `{"mean":%s,"half_width":%s}`, cell(v.Mean, false), cell(v.HalfWidth, false))
		} else {
			b.WriteString(cell(v.Mean, false))
		}
	}
	b.WriteByte('}')
	if r.Error != "" {
		b.WriteString(`,"error":`)
		text(r.Error)
	}
	b.WriteString("}\n")
	return b.Bytes()
}

// pointOf reads the number of the point from a line.
func pointOf(f Format, line []byte) (int, error) {
	var digits string
	if f == JSONLines {
		rest, ok := strings.CutPrefix(string(line), `{"schema":"`+RowSchema+`","point":`)
		if !ok {
			return 0, fmt.Errorf("not a row of a sweep")
		}
		digits, _, _ = strings.Cut(rest, ",")
	} else {
		rest, ok := strings.CutPrefix(string(line), RowSchema+",")
		if !ok {
			return 0, fmt.Errorf("not a row of a sweep")
		}
		digits, _, _ = strings.Cut(rest, ",")
	}
	return strconv.Atoi(digits)
}
