package care

import "footbridge/internal/app/measures"

// Score is a questionnaire that was taken; the room of measures keeps it.
type Score = measures.Score
