// SPDX-License-Identifier: Apache-2.0

package lookout

import (
	"fmt"
	"strings"
	"time"

	"github.com/linli-project/linli/network"
	"github.com/linli-project/linli/network/standing"
	"github.com/linli-project/linli/notify"
)

// Bounds of what is no alarm.
const (
	awayFor    = 10 * time.Minute
	stoppedFor = 2 * time.Minute
	blocks     = 20      // that the own peer may be behind
	scarce     = 5 << 30 // bytes free
	nearlyFull = 500 << 20
)

// days before its end at which a certificate is an alarm, by its level.
var days = []int{30, 7, 1}

// Alarms are what is wrong, as this body's machine sees it.
func (l Look) Alarms(own string) (all []notify.Alarm) {
	if !l.Status.Running {
		all = append(all, notify.Alarm{
			Name: "down/" + own, Level: 1, After: stoppedFor,
			Zh: "本机的账本进程没有运行。请运行 linli doctor，再运行 linli up。",
			En: "The ledger's processes do not run on this machine. Run `linli doctor`, and then `linli up`.",
		})
	} else if r := l.Status.Removed; r != nil {
		all = append(all, notify.Alarm{
			Name: "removed/" + own, Level: 1, Zh: r.Chinese() + "。" + standing.LeftChinese, En: r.English() + ". " + standing.LeftEnglish,
		})
		l.Apart = nil // nobody tells his time any more
	} else {
		all = append(all, l.away()...)
		all = append(all, l.behind(own)...)
	}
	all = append(all, l.expiring(own)...)
	all = append(all, l.disk()...)
	return append(all, l.clocksOff(own)...)
}

func (l Look) away() (all []notify.Alarm) {
	if o := l.Standing.Orderers; o.Stopped {
		all = append(all, notify.Alarm{
			Name: "stopped", Level: 1, After: stoppedFor,
			Zh: fmt.Sprintf("账本停住了：%d 家的排序节点中只有 %d 家应答，需要 %d 家。恢复应答后会自动继续；请打电话给没有应答的单位。", o.All, o.Answer, o.Needed),
			En: fmt.Sprintf("The ledger stands still: of %d bodies' orderers %d answer, and it takes %d. It goes on by itself when they do; ring up the others.",
				o.All, o.Answer, o.Needed),
		})
	}
	for _, b := range l.Standing.Bodies {
		var zh, en []string
		if !b.Orderer {
			zh, en = append(zh, "排序节点"), append(en, "orderer")
		}
		if !b.Peer {
			zh, en = append(zh, "账本节点"), append(en, "peer")
		}
		if len(en) > 0 {
			all = append(all, notify.Alarm{
				Name: "away/" + b.ID, Level: 1, After: awayFor,
				Zh: fmt.Sprintf("%s（%s）的%s没有应答。请联系这家单位；是本机的话，请运行 linli doctor。", b.Title, b.Host, strings.Join(zh, "和")),
				En: fmt.Sprintf("The %s of %s (%s) does not answer. Ring up that body; if it is this machine, run `linli doctor`.",
					strings.Join(en, " and the "), b.Title, b.Host),
			})
		}
	}
	return all
}

// behind tells of an own peer that answers and lags.
func (l Look) behind(own string) []notify.Alarm {
	for _, b := range l.Standing.Bodies {
		if lacks := l.Standing.Height - b.Height; b.ID == own && b.Peer && lacks > blocks {
			return []notify.Alarm{{
				Name: "behind/" + own, Level: 1, After: awayFor,
				Zh: fmt.Sprintf("本机的账本节点落后 %d 个区块。请看 linli logs peer-%s；磁盘满、网络断、证书过期都会这样。", lacks, own),
				En: fmt.Sprintf("This machine's peer lacks %d blocks. Look into `linli logs peer-%s`: a full disk, no connection or an expired certificate do this.",
					lacks, own),
			}}
		}
	}
	return nil
}

// expiring tells of each body's certificate that expires first: of the own body any, of another one what it shows.
func (l Look) expiring(own string) (all []notify.Alarm) {
	for _, b := range l.Standing.Bodies {
		var until time.Time
		var name string
		if first, here := l.Status.FirstToExpire(b.ID); here && b.ID == own {
			until, name = first.NotAfter, first.Name
		} else if first, known := b.First(); known {
			until, name = time.Unix(first.Until, 0), string(first.Use)
		} else {
			continue
		}
		left := until.Sub(l.At)
		level := 0
		for _, d := range days {
			if left < time.Duration(d)*24*time.Hour {
				level++
			}
		}
		if level == 0 {
			continue
		}
		date := until.Format(time.DateOnly)
		all = append(all, notify.Alarm{
			Name: "certificate/" + b.ID, Level: level,
			Zh: fmt.Sprintf("%s的证书 %s 于 %s 到期，还剩 %d 天。过期后它的节点不能再参加。请在这家单位的机器上运行 linli body renew。", b.Title, name, date, int(left.Hours()/24)),
			En: fmt.Sprintf("The certificate %s of %s expires on %s, in %d days. Its machine takes no part after that: run `linli body renew` there.",
				name, b.Title, date, int(left.Hours()/24)),
		})
	}
	return all
}

func (l Look) disk() []notify.Alarm {
	free, level := l.Status.FreeBytes, 0
	switch {
	case free < nearlyFull:
		level = 2
	case free < scarce:
		level = 1
	default:
		return nil
	}
	return []notify.Alarm{{
		Name: "disk", Level: level,
		Zh: fmt.Sprintf("%s 所在的磁盘只剩 %d MB。满了以后本机的节点会停止；请清理或扩容。", l.Status.Data, free>>20),
		En: fmt.Sprintf("The disk of %s has %d MB left. When it is full, this machine's processes stop: free some space, or give it more.", l.Status.Data, free>>20),
	}}
}

// clocksOff tells of clocks. If those of all others are off, it is this machine's.
func (l Look) clocksOff(own string) (all []notify.Alarm) {
	others, off := 0, 0
	for body := range l.Apart {
		if body == own {
			continue
		}
		if others++; l.off(body) {
			off++
		}
	}
	if off == 0 {
		return nil
	}
	if off == others && others > 1 {
		return []notify.Alarm{{
			Name: "clock/" + own, Level: 1,
			Zh: "本机的时钟与其他各家相差一分钟以上。请检查 NTP 对时；相差十五分钟，其他节点就不再接受本机送来的东西。",
			En: "This machine's clock differs from all others' by more than a minute. See to its NTP: at fifteen minutes nothing is taken from it any more.",
		}}
	}
	for _, b := range l.Standing.Bodies {
		if b.ID != own && l.off(b.ID) {
			all = append(all, clockOff(b))
		}
	}
	return all
}

func (l Look) off(body string) bool { return l.Apart[body].Abs() > network.ClockApart }

func clockOff(b standing.Body) notify.Alarm {
	return notify.Alarm{
		Name: "clock/" + b.ID, Level: 1,
		Zh: b.Title + "的时钟与本机相差一分钟以上。请这家单位检查 NTP 对时。",
		En: fmt.Sprintf("The clock of %s differs from this machine's by more than a minute. Have that body see to its NTP.", b.Title),
	}
}
