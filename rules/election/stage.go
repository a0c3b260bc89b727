// SPDX-License-Identifier: Apache-2.0

package election

import "errors"

// Stage is how far an election has come.
type Stage string

// The stages in order; Annulled may follow any but Final.
const (
	StageDraft     Stage = "draft"
	StageNotice    Stage = "notice" // 公示; objections to the roll
	StageOpen      Stage = "open"
	StageClosed    Stage = "closed"
	StageUnsealed  Stage = "unsealed"
	StageTallied   Stage = "tallied"
	StagePublished Stage = "published"
	StageObjection Stage = "objection"
	StageFinal     Stage = "final"
	StageAnnulled  Stage = "annulled"
)

// Step is what moves an election on.
type Step string

// The steps.
const (
	StepNotify   Step = "notify"
	StepOpen     Step = "open"
	StepClose    Step = "close"
	StepUnseal   Step = "unseal"
	StepTally    Step = "tally"
	StepPublish  Step = "publish"
	StepHear     Step = "hear" // starts the objection period
	StepFinalise Step = "finalise"
	StepAnnul    Step = "annul"
)

var path = map[Step]struct{ from, to Stage }{
	StepNotify:   {StageDraft, StageNotice},
	StepOpen:     {StageNotice, StageOpen},
	StepClose:    {StageOpen, StageClosed},
	StepUnseal:   {StageClosed, StageUnsealed},
	StepTally:    {StageUnsealed, StageTallied},
	StepPublish:  {StageTallied, StagePublished},
	StepHear:     {StagePublished, StageObjection},
	StepFinalise: {StageObjection, StageFinal},
}

// ErrWrongStage is wrapped when a step does not follow from the stage.
var ErrWrongStage = errors.New("wrong stage")

// BUG(stages): a court's revocation of a final result (Civil Code Art. 280) has no
// step; it is for the bodies to publish beside the result.

// Next returns the stage a step leads to, or an error wrapping ErrWrongStage.
func Next(stage Stage, step Step) (Stage, error) {
	if step == StepAnnul && stage.running() {
		return StageAnnulled, nil
	}
	if move, known := path[step]; known && move.from == stage {
		return move.to, nil
	}
	return stage, breach(ErrWrongStage, "step", "stage", stage, "step", step)
}

// UnderWay says whether owners have been told of the election and not yet of its result: from the notice to the publication.
func (s Stage) UnderWay() bool {
	switch s {
	case StageNotice, StageOpen, StageClosed, StageUnsealed, StageTallied:
		return true
	case StageDraft, StagePublished, StageObjection, StageFinal, StageAnnulled:
	}
	return false
}

func (s Stage) running() bool {
	for _, move := range path {
		if move.from == s {
			return true
		}
	}
	return false
}
