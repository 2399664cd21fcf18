package nhsuk

import (
	"encoding/json"
	"html/template"
	"slices"
)

// FileUpload takes files.
type FileUpload struct {
	Label       Label
	Hint        Hint
	Error       ErrorMessage
	Invalid     bool   // in error, the message stands elsewhere
	ID          string // the name when left out
	Name        string
	Multiple    bool
	Disabled    bool
	DescribedBy string // ids

	ChooseFilesButtonClasses []string // instead of the usual look; empty for none
	ChooseFilesButtonText    string
	NoFileChosenText         string
	MultipleFilesChosenText  Plural
	DropInstructionText      string
	EnteredDropZoneText      string
	LeftDropZoneText         string

	FormGroup  FormGroup
	Classes    string
	Attributes Attrs
}

// HTML gives the markup.
func (f FileUpload) HTML() template.HTML {
	var b buf
	id := or(f.ID, f.Name)
	wrong := f.Invalid || !f.Error.empty()
	n := note(id, f.Hint, f.Error)
	group := FormGroup{
		Classes:    join(f.FormGroup.Classes, "nhsuk-file-upload"),
		Attributes: Attrs{{"data-module", "nhsuk-file-upload"}},
	}
	if f.ChooseFilesButtonClasses != nil {
		list, err := json.Marshal(f.ChooseFilesButtonClasses)
		if err == nil { // a list of strings always marshals
			group.Attributes = append(group.Attributes, Attr{"data-choose-files-button-class-list", string(list)})
		}
	}
	group.Attributes = slices.Concat(
		group.Attributes,
		i18n("choose-files-button", f.ChooseFilesButtonText),
		i18n("no-file-chosen", f.NoFileChosenText),
		i18nPlural("multiple-files-chosen", f.MultipleFilesChosenText),
		i18n("drop-instruction", f.DropInstructionText),
		i18n("entered-drop-zone", f.EnteredDropZoneText),
		i18n("left-drop-zone", f.LeftDropZoneText),
		f.FormGroup.Attributes,
	)
	group.open(&b, "nhsuk-form-group", wrong)
	f.Label.forControl(id).write(&b)
	n.write(&b)
	b.markup(f.FormGroup.Before)
	b.raw("<input")
	b.attr("class", class("nhsuk-file-upload__input", f.Classes).String())
	b.attr("id", id)
	b.attr("name", f.Name)
	b.attr("type", "file")
	b.flag("disabled", f.Disabled)
	b.flag("multiple", f.Multiple)
	b.opt("aria-describedby", n.describe(f.DescribedBy))
	b.attrs(f.Attributes)
	b.raw(">")
	b.markup(f.FormGroup.After)
	b.raw("</div>")
	return b.html()
}
