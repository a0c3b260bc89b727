// SPDX-License-Identifier: Apache-2.0

package letter

import (
	"fmt"
	"strings"

	"github.com/linli-project/linli/identity/paper"
)

// Measures of a page in mm, and of its type in points.
const (
	left, right = paper.Left, paper.Right
	bottom      = 280.0
	width       = paper.Width
	qrSide      = 62.0

	titleSize = 21.0
	largeSize = 15.0
	textSize  = 12.5
	smallSize = 9.5
)

// body is the text that all letters of a batch share, broken into lines once.
type body struct {
	purpose, steps, scanless, care, help, english []string
}

func (p *printer) bodyText() body {
	b := p.batch
	p.SetFont(family, "", textSize)
	lines := func(width float64, paragraphs ...string) []string {
		var all []string
		for _, text := range paragraphs {
			all = append(all, p.Wrap(text, width)...)
		}
		return all
	}
	beside := width - qrSide - 6
	text := body{
		purpose: lines(width, "凭这封信，您可以在自己的手机或电脑上建立一把“通行密钥”，以后用指纹、面容或锁屏密码确认，"+
			"就能参加本小区业主的线上表决并查验结果。每一票都由您本人的密钥签名，服务器和任何单位都不能代投或改票。"),
		steps: lines(width,
			"1. 用手机相机扫描二维码。如在微信中打不开，请点右上角“…”，选择“在浏览器中打开”。",
			"2. 核对网址以 "+b.Origin+" 开头，再核对姓名和门牌。",
			"3. 按提示建立通行密钥。两个不同单位的经办人核对后生效，您会看到结果。"),
		scanless: lines(beside, "不便扫码时，请在浏览器中打开"),
		care:     lines(beside, "此码只能使用一次。请勿拍照、转发或告诉他人；工作人员不会向您索要此码。"),
		help:     lines(width, append([]string{"没有智能手机也能投票：可请两位经办人协助使用公用终端，或领取纸质表决票。"}, b.Help...)...),
	}
	p.SetFont(family, "", smallSize)
	text.english = lines(width,
		"This letter lets you make a passkey on your own phone or computer, with which you sign your votes as an owner of "+
			"this community. Scan the code, or open "+b.Origin+"/e in a browser and type the code above. It works once. Never pass it on. "+
			"Two officers of different bodies confirm your passkey. You may always vote on paper instead.")
	return text
}

func (p *printer) letter(l Letter, text body) {
	p.AddPage()
	y := p.head(l)
	y = p.section("这封信有什么用", text.purpose, y)
	y = p.section("怎样使用", text.steps, y)
	y = p.invitation(l, text, y+2)
	y = p.section("需要帮助", text.help, y+3)
	p.SetTextColor(90, 90, 90)
	y = p.write(text.english, left, y+1, smallSize, 1.4)
	p.SetTextColor(0, 0, 0)
	p.foot(l)
	if y > bottom {
		p.SetError(fmt.Errorf("%w by %.0f mm; shorten the lines of help", ErrTooLong, y-bottom))
	}
}

// head writes to whom the letter is, and returns where the text begins.
func (p *printer) head(l Letter) float64 {
	p.SetFont(family, "", smallSize)
	p.FlushRight(fmt.Sprintf("编号 %s-%d", p.batch.ID, l.Index), 18)
	p.SetFont(family, "", textSize)
	p.Text(left, 18, p.Fit(p.batch.Name, width-40))
	p.SetFont(family, "", titleSize)
	p.Text(left, 32, "业主线上表决邀请函")
	p.SetLineWidth(0.4)
	p.Line(left, 36, right, 36)
	p.SetFont(family, "", largeSize)
	p.Text(left, 46, p.Fit(l.Name+"  业主", width))
	house := l.House
	if l.Others > 0 {
		house += fmt.Sprintf("（另有 %d 处）", l.Others)
	}
	p.Text(left, 54, p.Fit("门牌  "+house, width))
	return 64
}

// section writes a heading and lines, and returns where the next one begins.
func (p *printer) section(heading string, lines []string, y float64) float64 {
	p.SetFont(family, "", largeSize)
	p.Text(left, y, heading)
	return p.write(lines, left, y+7.5, textSize, 1.45) + 4.5
}

// write writes lines below each other and returns the baseline after the last one.
func (p *printer) write(lines []string, x, y, size, leading float64) float64 {
	p.SetFont(family, "", size)
	for _, line := range lines {
		p.Text(x, y, line)
		y += p.PointConvert(size) * leading
	}
	return y
}

// invitation draws the frame with the QR code and the code in writing.
func (p *printer) invitation(l Letter, text body, y float64) float64 {
	y -= 4
	p.Rect(left, y, width, qrSide+4, "D")
	p.Code(Link(p.batch.Origin, p.batch.Community, l.Code), left+2, y+2, qrSide)
	x := left + qrSide + 4
	at := p.write(text.scanless, x, y+9, textSize, 1.4)
	p.Text(x, at, p.Fit(p.batch.Origin+"/e", right-x-2))
	p.Text(x, at+6.3, "并输入：")
	groups := Groups(l.Code)
	p.SetFont(family, "", 17)
	for i, line := range [][]string{groups[:4], groups[4:]} {
		p.Text(x, at+15+float64(i)*8.5, strings.Join(line, " - "))
	}
	p.SetFont(family, "", textSize)
	p.Text(x, at+32, "有效期至 "+date(p.batch.Expires))
	p.write(text.care, x, at+38.3, textSize, 1.35)
	return y + qrSide + 4 + 8
}

func (p *printer) foot(l Letter) {
	p.SetFont(family, "", smallSize)
	p.Text(left, 284, "收信人有误时，请原封退回业主委员会。")
	p.FlushRight(fmt.Sprintf("%s  第 %d 封，共 %d 封", date(p.batch.Issued), l.Index, len(p.batch.Letters)), 284)
}
