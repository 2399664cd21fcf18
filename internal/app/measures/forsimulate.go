package measures

import (
	"fmt"

	"footbridge/internal/app/internal/gate"
	"footbridge/internal/measure"
)

// BulkTaken writes questionnaires that were taken in a simulated year, from
// their Answers; the totals are worked out here. A positive safety item must
// have been acknowledged.
func BulkTaken(tx *gate.Tx, list []Score) error {
	m := tx.Many("measure_taken ("+scoreColumns+")", "(@,@,@,@,@,@,@,'',@,@,@,@,@,@,@,@,@,@,NULL,'','','',@,'','')")
	for i := range list {
		s := &list[i]
		inst, ok := measure.ByCode(s.Code)
		if !ok {
			return fmt.Errorf("there is no questionnaire %q", s.Code)
		}
		r, err := measure.Score(inst, s.Answers)
		if err != nil {
			return err
		}
		if err := m.Add(s.ID, s.Person, s.Episode, s.PCN, s.Code, inst.Version, jsonList(s.Answers), r.Total, s.OnDay, s.RecordedAt, s.ByID, s.By,
			s.AckAt, s.AckBy, s.AckName, s.AckTold, s.AckDone, s.How); err != nil {
			return err
		}
	}
	return m.Done()
}
