// SPDX-License-Identifier: Apache-2.0

package rollfile

// What is found in a row. Each text says what is wrong, and what to do where that is not plain; %s stands for a column such as
// "F (产权人)", or for places such as "row 5". No text repeats what stands in a cell, which may be a name. The pages have each of
// them in Chinese (web/src/app/office/roll/remark-words.ts).
const (
	findShort        = "a short row"
	findLong         = "a long row"
	findNoRoom       = "unit number missing"
	findNoBuilding   = "building missing"
	findNoEntrance   = "entrance missing"
	findTwice        = "the same unit twice"
	findTwiceOf      = "the same unit as in %s; write all its owners in one row, or leave the unit's columns empty in a co-owner's row"
	findUse          = "unknown use"
	findStatus       = "unknown delivery status"
	findNoOwner      = "owner missing"
	findOwnerTwice   = "the same owner twice"
	findNoArea       = "area missing"
	findFormulaArea  = "a formula is not an area"
	findNoNumber     = "area is not a number"
	findFine         = "area finer than 0.01 m2"
	findLarge        = "area too large"
	findNotPositive  = "area not positive"
	findMergedArea   = "column %s: one cell merged over several units; write each unit's own"
	findNoName       = "column %s: this names nobody; write the owners' names"
	findLost         = "column %s: a character is lost; write the cell anew"
	findMaybeList    = "column %s: perhaps several people; write 、 between them, or a single one's name without a space"
	findUnnamed      = "column %s: not everybody is named; name all owners"
	findDate         = "column %s: a date; format the cell as text and write it anew"
	findError        = "column %s: an error value; correct its formula"
	findTruth        = "column %s: a truth value; format the cell as text and write it anew"
	findNotComputed  = "column %s: a formula without its result; open the file in a spreadsheet and save it again"
	findOtherwise    = "column %s: shown otherwise than it is stored; format the cell as text and write it anew"
	findStruck       = "column %s: struck out; delete what is, or take the line away"
	findDigits       = "column %s: a number of more than 15 digits, whose last ones are lost; format the cell as text and write it anew"
	findLongText     = "column %s: a long text; shorten it"
	findHiddenRows   = "hidden up to row %s, and not read; show these rows, or delete them"
	findHiddenColumn = "column %s: hidden, and not read; show it, or delete it"
	findNoOwnHeader  = "column %s: no header of its own; write one over each column"
	findNoHeader     = "units without a header; give this sheet the header of the others"
	findNoColumns    = "a header without the columns %s; add them, or hide the sheet"
	findStrayCoOwner = "an owner without a unit; write the unit"
)

// How an unusual row was read.
const (
	noteUnsold      = "unsold: the developer's head"
	noteUndelivered = "undelivered: counts with the developer"
	noteDeveloper   = "the developer's own"
	noteCoOwners    = "%s co-owners"
	notePadding     = "padded cells trimmed"
	noteUnseen      = "characters that are not seen left out"
	noteFullWidth   = "full-width digits"
	noteThousands   = "a thousands comma"
	noteDecimal     = "a decimal comma"
	noteWhole       = "a number without its .0"
	noteNobody      = "column %s: read as empty"
	noteLeftOut     = "column %s: unreadable, left out"
	noteList        = "a cell that lists owners"
	noteShares      = "shares and kinds of ownership left out"
	noteCoOwnerOf   = "read as a co-owner of the unit in %s"
	noteTotals      = "a row of totals, left out"
	noteNoUnit      = "a row without a unit, left out"
	noteHeader      = "the header again, left out"
	noteParking     = "parking with the number of the unit in %s, told apart by its use"
	noteHidden      = "column %s: hidden, and not read"
)
