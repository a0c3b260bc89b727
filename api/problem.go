// SPDX-License-Identifier: Apache-2.0

package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v5"

	"github.com/linli-project/linli/act"
	"github.com/linli-project/linli/contract"
	devices "github.com/linli-project/linli/contract/device"
	"github.com/linli-project/linli/contract/people"
	"github.com/linli-project/linli/identity"
	"github.com/linli-project/linli/identity/rollfile"
	"github.com/linli-project/linli/ledger"
	"github.com/linli-project/linli/ledger/index"
	"github.com/linli-project/linli/oracle"
	"github.com/linli-project/linli/oracle/store"
	"github.com/linli-project/linli/rules/community"
	"github.com/linli-project/linli/sqlitefile"
	"github.com/linli-project/linli/tables"
)

// refusal is a request that is not done, for a reason that its sender is told.
type refusal struct {
	kind   string // of problems
	detail text
	fields []FieldError
	code   act.Code
	args   map[string]string // of the code
	act    string
	tx     string
	retry  time.Duration // when to try again, if that is known
	cause  error         // for the log alone
}

func (r *refusal) Error() string {
	message := r.kind
	if r.detail.en != "" {
		message += ": " + r.detail.en
	}
	if r.cause != nil {
		message = fmt.Sprintf("%s: %v", message, r.cause)
	}
	return message
}

func (r *refusal) Unwrap() error { return r.cause }

// text is a text in the languages of the pages.
type text struct{ zh, en string }

func refuse(kind string, zh, en string) error { return &refusal{kind: kind, detail: text{zh, en}} }

// tooMany is a limit that is reached, for a while.
func tooMany(retry time.Duration) error { return &refusal{kind: "too-many-requests", retry: retry} }

// retrySoon is when to try again what is refused for now, if nothing better is known.
const retrySoon = 5 * time.Second

// problems has every kind of problem: its status and its title. The kinds are stable; programs compare them.
var problems = map[string]struct {
	status int
	title  text
}{
	"bad-request":            {http.StatusBadRequest, text{"请求无法读取", "The request cannot be read"}},
	"bad-field":              {http.StatusBadRequest, text{"有内容填写不正确", "Something is not filled in as it should be"}},
	"not-found":              {http.StatusNotFound, text{"没有找到", "There is no such thing"}},
	"not-counted":            {http.StatusNotFound, text{"尚未计票", "Not counted yet"}},
	"method-not-allowed":     {http.StatusMethodNotAllowed, text{"不支持此操作", "This cannot be done here"}},
	"too-large":              {http.StatusRequestEntityTooLarge, text{"内容过大", "Too large"}},
	"unsupported-media-type": {http.StatusUnsupportedMediaType, text{"不支持的内容类型", "Not the expected type of content"}},
	"too-many-requests":      {http.StatusTooManyRequests, text{"请求过于频繁，请稍候", "Too many requests; wait a little"}},
	"cross-origin":           {http.StatusForbidden, text{"请求来自其他网站", "The request comes from another site"}},
	"no-session":             {http.StatusUnauthorized, text{"请先登录", "Log in first"}},
	"wrong-role":             {http.StatusForbidden, text{"您无权进行此操作", "Not for you to do"}},
	"ceremony-refused":       {http.StatusUnauthorized, text{"通行密钥未通过验证", "The passkey's answer was refused"}},
	"passkey-unknown":        {http.StatusUnauthorized, text{"账本上没有这个通行密钥", "The ledger does not know this passkey"}},
	"passkey-revoked":        {http.StatusUnauthorized, text{"这个通行密钥已被撤销", "This passkey was revoked"}},
	"bad-proof":              {http.StatusForbidden, text{"邀请码未通过验证", "The invitation's code was not proved"}},
	"code-used":              {http.StatusConflict, text{"这份邀请不能再使用", "This invitation can no longer be used"}},
	"key-reused":             {http.StatusConflict, text{"同一个 Idempotency-Key 用于两份不同的行为", "One Idempotency-Key for two different acts"}},
	"act-refused":            {http.StatusUnprocessableEntity, text{"账本没有接受", "The ledger refuses the act"}},
	"act-mismatch": {http.StatusUnprocessableEntity,
		text{"签名与此行为或此会话不符", "The signature is not this session's, or not over this act"}},
	"not-registered-here": {http.StatusForbidden, text{"本服务器的登记处没有这个通行密钥", "This server's register does not know the passkey"}},
	"own-case":            {http.StatusForbidden, text{"不能处理与自己有关的事项", "Nobody decides in his own case"}},
	"not-possible-now":    {http.StatusConflict, text{"目前不能进行", "Not possible now"}},
	"changed-meanwhile":   {http.StatusPreconditionFailed, text{"已被他人修改，请刷新后重试", "Somebody else has changed it; load it again"}},
	"not-published":       {http.StatusNotFound, text{"结果尚未公布", "The result is not published yet"}},
	"bad-file":            {http.StatusUnprocessableEntity, text{"文件无法读取", "The file cannot be read"}},
	"ledger-unavailable": {http.StatusServiceUnavailable,
		text{"账本暂时无法访问，没有提交任何内容，请重试", "The ledger does not answer; nothing was sent. Try again"}},
	"disk-full": {http.StatusServiceUnavailable,
		text{"服务器磁盘已满，什么都没有保存；请联系管理员", "The server's disk is full; nothing was kept. Tell its operator"}},
	"store-unavailable": {http.StatusServiceUnavailable,
		text{"服务器的数据库没有答复，请稍后查看并重试", "The server's database does not answer; look again in a while, and try again"}},
	"fault": {http.StatusInternalServerError, text{"服务器出错", "The server failed"}},
}

// problemType is what every problem's type begins with.
const problemType = "urn:linli:problem:"

// statusOf is the HTTP status of a refusal by the ledger, where it is not 422.
var statusOf = map[act.Code]int{
	act.TooLarge:         http.StatusRequestEntityTooLarge,
	contract.Replayed:    http.StatusConflict,
	contract.SeqGap:      http.StatusConflict,
	contract.Exists:      http.StatusConflict,
	people.CodeUsed:      http.StatusConflict,
	people.CodeWithdrawn: http.StatusConflict,
	devices.LogMoved:     http.StatusConflict,
	devices.LogDiffers:   http.StatusConflict,
}

// knownErrors are the other packages' errors; of two that fit, the first one says more.
var knownErrors = []struct {
	err    error
	kind   string
	detail text
}{
	{identity.ErrDatePast, "not-possible-now", text{"信的有效期已过，请选择更晚的日期。", "The letters' last day is past; choose a later one."}},
	{identity.ErrNobody, "not-possible-now", text{"现行名册中的人都已有通行密钥或信；请指定要写给谁。",
		"Everybody of the roll in force has a passkey or a letter; choose whom to write to."}},
	{identity.ErrNewerRoll, "not-possible-now", text{"期间已有新的名册生效，请重新导入文件。",
		"Another version of the roll came into force meanwhile; import the file again."}},
	{identity.ErrRecoveryOpen, "not-possible-now", text{"此人已有一项正在办理的恢复；请继续办理，或先取消。",
		"A recovery of this person is open already; go on with it, or cancel it."}},
	{identity.ErrBodyAgreed, "not-possible-now", text{"贵单位已经同意，还须另一单位的经办人同意。", "Your body has agreed; an officer of another one has to."}},
	{identity.ErrAgreements, "not-possible-now", text{"须先由两个单位的经办人同意。", "Officers of two bodies have to agree first."}},
	{identity.ErrRegistered, "not-possible-now", text{"这个通行密钥已经登记，请直接登录。", "The passkey is registered already; log in with it."}},
	{identity.ErrHoldsOffice, "not-possible-now", text{"此人仍是经办人，请先结束其任职。", "The person is an officer; end the office first."}},
	{identity.ErrOwnsUnits, "not-possible-now", text{"此人在现行名册或其草案中仍有房屋，请先更新名册。",
		"The person owns units in the roll in force or in its draft; bring the roll up to date first."}},
	{identity.ErrManyTexts, "not-possible-now", text{"您留下的文字已达上限，请联系业委会。",
		"You have left as many texts as are kept; ask the owners' committee."}},
	{identity.ErrManyReports, "not-possible-now", text{"24 小时内最多反映 3 件。请明天再来，紧急的事请打电话。",
		"Three reports in 24 hours are the most. Come back tomorrow; if it is urgent, telephone."}},
	{identity.ErrReportFiled, "not-possible-now", text{"经办人已经登记，不能再撤回。", "An officer has filed it; it cannot be withdrawn any more."}},
	{identity.ErrManyAsks, "not-possible-now", text{
		"您已有几件事在请邻居帮忙；先取消一件，或等办完。", "You ask neighbours for several things already; withdraw one first, or wait until one is done.",
	}},
	{identity.ErrAskTaken, "not-possible-now", text{
		"已经有人帮忙，或对方不再需要；请刷新页面。", "Somebody else does it, or it is no longer needed; load the page again.",
	}},
	{identity.ErrNoIDNumber, "not-possible-now", text{
		"名册里没有此人的证件号码；请用其他方式核实身份。", "The register has no ID number for this person; make sure of who it is in another way.",
	}},
	{identity.ErrManyChecks, "not-possible-now", text{
		"您今天核对此人的证件号码已达上限；请用其他方式核实身份，或明天再试。",
		"You have compared this person's number as often as a day allows; make sure of who it is in another way, or try again tomorrow.",
	}},
	{identity.ErrOrigin, "not-possible-now", text{
		"本服务器的网址不是社区章程写明的网址，通行密钥在这里不能使用；请打开社区的网址。",
		"This server's pages are not at an origin that the community's constitution names, so that passkeys do not work here; open the community's own address.",
	}},
	{identity.ErrNotPurged, "not-possible-now", text{
		"资料已删除，但数据库文件中可能还有旧页；请过一会儿再删除一次。",
		"The record is erased, but old pages of the database may still hold it; erase it once more in a while.",
	}},
	{index.ErrNotFound, "not-found", text{}},
	{identity.ErrNotFound, "not-found", text{}},
	{store.ErrNotFound, "not-found", text{}},
	{identity.ErrOwnCase, "own-case", text{}},
	{identity.ErrChanged, "changed-meanwhile", text{}},
	{identity.ErrConflict, "not-possible-now", text{}},
	{identity.ErrRevoked, "passkey-revoked", text{}},
	{identity.ErrCeremony, "ceremony-refused", text{}},
	{rollfile.ErrUnreadable, "bad-file", text{
		"请用表格软件打开，另存为“CSV UTF-8”或 XLSX，再试一次。", `Open it in a spreadsheet, save it as "CSV UTF-8" or XLSX, and try again.`,
	}},
	{rollfile.ErrEmpty, "bad-file", text{"文件里没有内容；请重新导出名册。", "There is nothing in the file; export the register again."}},
	{rollfile.ErrEncoding, "bad-file", text{"文字编码无法识别；请另存为“CSV UTF-8”。", `The text's encoding is not known; save it as "CSV UTF-8".`}},
	{rollfile.ErrMissingColumns, "bad-file", text{
		"第一行须写明这些列，各一列：楼栋、房号、用途、专有部分面积、产权人、交付状态。",
		"The first row has to name these columns, each once: 楼栋, 房号, 用途, 专有部分面积, 产权人, 交付状态.",
	}},
	{community.ErrInvalidRoll, "bad-file", text{"请核对门牌、面积和业主姓名。", "Check houses, areas and owners' names."}},
	{oracle.ErrNotEnrolled, "not-found", text{"本单位没有登记这个设备，或已经注销。", "Your body has no such device, or it was withdrawn."}},
	{oracle.ErrList, "bad-request", text{
		"名单里有不是车牌的号码或重复的车牌，或者时间已过、超过一年。",
		"The list has what is no number plate, or a plate twice, or a time that is over or more than a year ahead.",
	}},
	{ledger.ErrUnavailable, "ledger-unavailable", text{}},
	{ledger.ErrConflict, "ledger-unavailable", text{}},
	{ledger.ErrClosed, "ledger-unavailable", text{}},
}

// asRefusal maps every error to a problem: the one table of errors.
func asRefusal(err error) *refusal {
	if r, ok := errors.AsType[*refusal](err); ok {
		return r
	}
	if refused, ok := errors.AsType[*act.Error](err); ok {
		return &refusal{kind: "act-refused", code: refused.Code, args: refused.Args, detail: refusedText(refused), cause: err}
	}
	for _, known := range knownErrors {
		if errors.Is(err, known.err) {
			return &refusal{kind: known.kind, detail: known.detail, cause: err}
		}
	}
	if _, ok := errors.AsType[*ledger.UnknownOutcome](err); ok {
		return &refusal{kind: "not-possible-now", detail: text{
			"账本没有及时答复；刚才的操作可能已经生效，请稍后刷新查看。",
			"The ledger has not answered in time. It may have taken effect all the same; look again in a while.",
		}, cause: err}
	}
	if sqlitefile.IsFull(err) {
		return &refusal{kind: "disk-full", cause: err}
	}
	if tables.IsAway(err) {
		return &refusal{kind: "store-unavailable", cause: err}
	}
	var tooLarge *http.MaxBytesError
	switch status := echo.StatusCode(err); {
	case errors.As(err, &tooLarge):
		return &refusal{kind: "too-large", cause: err}
	case status == http.StatusNotFound:
		return &refusal{kind: "not-found", cause: err}
	case status == http.StatusMethodNotAllowed:
		return &refusal{kind: "method-not-allowed", cause: err}
	case status >= 400 && status < 500:
		return &refusal{kind: "bad-request", cause: err}
	}
	return &refusal{kind: "fault", cause: err}
}

// fail answers with a problem. Nothing of an unexpected error leaves the server.
func (s *Server) fail(c *echo.Context, err error) {
	r := asRefusal(err)
	p := problems[r.kind]
	status := p.status
	if special, ok := statusOf[r.code]; ok {
		status = special
	}
	switch {
	case r.kind == "fault" && errors.Is(r.cause, context.Canceled): // who asked has gone
	case r.kind == "disk-full":
		s.Log.Error("the disk is full: free some space; nothing is kept until then", "route", c.Path(), "error", r.cause)
	case r.kind == "fault", r.kind == "store-unavailable":
		s.Log.Error("a request failed", "route", c.Path(), "error", r.cause)
	case status != http.StatusNotFound: // for who looks for an attack; not whose request it was
		s.Log.Info("a request was refused", "method", c.Request().Method, "route", c.Path(), "kind", r.kind, "code", r.code)
	}
	speak := languageOf(c.Request())
	answer := Problem{
		Type: problemType + r.kind, Title: p.title.in(speak), Status: status, Detail: r.detail.in(speak), Code: string(r.code),
		Args: r.args,
		Act:  r.act, Tx: r.tx, Errors: r.fields,
	}
	raw, err := json.Marshal(answer)
	if err != nil {
		raw = []byte(`{}`)
	}
	h := c.Response().Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", string(speak))
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept-Language")
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(cmp.Or(r.retry, retrySoon).Seconds()))))
	}
	c.Response().WriteHeader(status)
	if c.Request().Method != http.MethodHead {
		_, _ = c.Response().Write(raw) // nobody is left to be told
	}
}
