// SPDX-License-Identifier: Apache-2.0

package dialect

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"mime/multipart"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/rules/device"
)

// alert is an EventNotificationAlert of ISAPI, whichever namespace the firmware gives it.
type alert struct {
	XMLName      xml.Name `xml:"EventNotificationAlert"`
	MAC          string   `xml:"macAddress"`
	Serial       string   `xml:"Extensions>serialNumber"`
	DeviceUUID   string   `xml:"deviceUUID"`
	Channel      string   `xml:"channelID"`
	DynChannel   string   `xml:"dynChannelID"`
	DateTime     string   `xml:"dateTime"`
	Type         string   `xml:"eventType"`
	State        string   `xml:"eventState"`
	InputPort    string   `xml:"inputIOPortID"`
	Targets      []string `xml:"DetectionRegionList>DetectionRegionEntry>detectionTarget"`
	Retransmits  string   `xml:"isDataRetransmission"`
	UUID         string   `xml:"UUID"`
	Plate        string   `xml:"ANPR>licensePlate"`
	Direction    string   `xml:"ANPR>direction"`
	Confidence   string   `xml:"ANPR>confidenceLevel"`
	CharBelieve  string   `xml:"ANPR>plateCharBelieve"`
	Barrier      string   `xml:"ANPR>barrierGateCtrlType"`
	List         string   `xml:"ANPR>listType"`
	ListName     string   `xml:"ANPR>vehicleListName"`
	PictureTimes []string `xml:"ANPR>pictureInfoList>pictureInfo>absTime"`
}

// hikvision reads the alerts that cameras push by ISAPI: docs/devices/hikvision.md.
func hikvision(m Message) ([]device.Reading, error) {
	text, err := alertText(m.Body)
	if err != nil {
		return nil, err
	}
	if !utf8.Valid(text) {
		return nil, act.Refuse(NotUTF8)
	}
	if err := shallow(text); err != nil {
		return nil, err
	}
	var a alert
	if err := xml.Unmarshal(text, &a); err != nil {
		return nil, act.Refuse(NotXML)
	}
	r, err := a.reading()
	if err != nil {
		return nil, err
	}
	r.Device = cmp.Or(a.DeviceUUID, a.Serial, a.MAC)
	r.Replayed = a.Retransmits == "true"
	if r.At, err = a.at(); err != nil {
		return nil, err
	}
	return []device.Reading{r}, nil
}

// maxParts is more than a camera sends: an alert and its pictures.
const maxParts = 16

// alertText is the alert in a body, which may be one of several parts beside pictures. The boundary is read from the body's first line.
func alertText(body []byte) ([]byte, error) {
	body = bytes.TrimLeft(body, "\r\n")
	line, _, _ := bytes.Cut(body, []byte("\n"))
	boundary, several := bytes.CutPrefix(bytes.TrimRight(line, "\r \t"), []byte("--"))
	if !several {
		return body, nil
	}
	parts := multipart.NewReader(bytes.NewReader(body), string(boundary))
	for range maxParts {
		part, err := parts.NextRawPart()
		if err != nil {
			break
		}
		if strings.Contains(part.Header.Get("Content-Type"), "xml") || strings.HasSuffix(part.FileName(), ".xml") {
			text, err := io.ReadAll(part)
			if err != nil {
				break
			}
			return text, nil
		}
	}
	return nil, act.Refuse(NotXML)
}

// shallow refuses a text that is not one document of XML, or nests too deeply.
func shallow(text []byte) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	depth, roots := 0, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) && roots == 1 {
			return nil
		}
		if err != nil {
			return act.Refuse(NotXML)
		}
		switch token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		}
		if depth > maxDepth || roots > 1 {
			return act.Refuse(TooMuch, "of", "depth", "most", maxDepth)
		}
	}
}

// at is when it happened. A picture's time has no zone, and is asked only where the alert has none.
func (a alert) at() (int64, error) {
	text := a.DateTime
	if text == "" && len(a.PictureTimes) > 0 {
		text = a.PictureTimes[0]
		text = text[:min(len(text), len("20060102150405"))]
	}
	if text == "" {
		return 0, nil
	}
	at, ok := written(text)
	if !ok {
		return 0, badField("dateTime")
	}
	return at, nil
}

func (a alert) reading() (device.Reading, error) {
	r := device.Reading{State: true, Values: device.Values{"active": a.State == "active"}}
	if channel, err := strconv.ParseInt(cmp.Or(a.Channel, a.DynChannel), 10, 32); err == nil {
		r.Values["channel"] = channel
	}
	switch kind := strings.ToLower(a.Type); kind {
	case "anpr":
		return a.plate()
	case "videoloss", "heartbeat": // "videoloss" that is inactive is how cameras say that they are there
		r.Kind, r.State = device.Heartbeat, false
		if a.State == "active" {
			r.Kind, r.State = device.Health, true
		}
	case "vmd", "pir":
		r.Kind = device.Motion
	case "io":
		r.Kind = device.IO
		port, err := strconv.ParseInt(a.InputPort, 10, 32)
		if err != nil {
			return r, badField("inputIOPortID")
		}
		r.Values["channel"] = port
	case "fielddetection", "linedetection", "regionentrance", "regionexiting":
		r.Kind = device.Object
		if slices.Contains(a.Targets, "vehicle") {
			r.Kind = device.VehicleZone
		}
		putText(r.Values, "label", strings.Join(a.Targets, " "))
	case "tamperdetection", "shelteralarm":
		r.Kind, r.Values["tamper"] = device.Health, a.State == "active"
	case "":
		return r, badField("eventType")
	default:
		return r, unknown(a.Type)
	}
	return r, nil
}

var uuid = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// plate is a number plate that was read. The camera says what it has done with the barrier itself, and on which of its lists the
// plate is. A UUID may be a placeholder, and names nothing then.
func (a alert) plate() (device.Reading, error) {
	r := device.Reading{Kind: device.Plate, Values: device.Values{}}
	if !putPlate(r.Values, a.Plate) {
		return r, badField("licensePlate")
	}
	putText(r.Values, "direction", a.Direction)
	putText(r.Values, "list", cmp.Or(a.List, a.ListName))
	putText(r.Values, "device_uuid", a.DeviceUUID)
	if uuid.MatchString(a.UUID) {
		r.Ref, r.Values["uuid"] = a.UUID, a.UUID
	}
	for _, p := range []struct{ name, member, text string }{
		{"confidence", "confidenceLevel", a.Confidence}, {"weakest", "plateCharBelieve", weakest(a.CharBelieve)},
	} {
		n, ok := percent(p.text)
		if !ok && p.text != "" {
			return r, badField(p.member)
		}
		put(r.Values, p.name, n, ok)
	}
	if sure, ok := r.Values["confidence"].(json.Number); ok {
		r.Values["confidence_permille"] = thousandths(sure, 100)
	}
	if barrier, err := strconv.ParseInt(a.Barrier, 10, 32); err == nil {
		r.Values["barrier"] = barrier
	}
	return r, nil
}

// percent is a number from 0 to 100, which may have a fraction.
func percent(text string) (json.Number, bool) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || f < 0 || f > 100 {
		return "", false
	}
	return json.Number(strconv.FormatFloat(f, 'f', -1, 64)), true
}

// weakest is the least of the numbers that say how sure each character is: one weak character makes another plate.
func weakest(believed string) string {
	all := strings.Split(believed, ",")
	return slices.MinFunc(all, func(a, b string) int {
		x, _ := strconv.ParseFloat(a, 64)
		y, _ := strconv.ParseFloat(b, 64)
		return cmp.Compare(x, y)
	})
}
