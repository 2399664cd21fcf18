package nhsuk

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
)

// CharacterCount is a text of several lines with a limit that is counted
// while one types. The limit also has to be checked by the server.
type CharacterCount struct {
	Label        Label
	Hint         Hint
	Error        ErrorMessage
	Invalid      bool   // in error, the message stands elsewhere
	ID           string // the name when left out
	Name         string
	Value        string
	Rows         int // 5 when left out
	MaxLength    int // characters; or
	MaxWords     int
	Threshold    int    // per cent of the limit from which the count is shown
	CountType    string // "words", or "length" and "characters" as the script knows them
	Disabled     bool
	Spellcheck   Toggle
	Autocomplete string

	DescriptionText          string // with %{count}; for people without JavaScript
	CharactersUnderLimitText Plural
	CharactersAtLimitText    string
	CharactersOverLimitText  Plural
	WordsUnderLimitText      Plural
	WordsAtLimitText         string
	WordsOverLimitText       Plural
	CountMessageClasses      string
	FormGroup                FormGroup
	Classes                  string
	Attributes               Attrs
}

// HTML gives the markup.
func (c CharacterCount) HTML() template.HTML {
	id := or(c.ID, c.Name)
	countType := c.CountType
	if countType == "" && c.MaxWords != 0 {
		countType = "words"
	}
	limit := c.MaxWords
	if limit == 0 {
		limit = c.MaxLength
	}
	description := c.DescriptionText
	if description == "" {
		unit := "characters"
		if countType == "words" {
			unit = "words"
		}
		description = "You can enter up to %{count} " + unit
	}
	message := Hint{
		ID:      id + "-info",
		Classes: join("nhsuk-character-count__message", c.CountMessageClasses),
	}
	if limit != 0 {
		message.Text = strings.ReplaceAll(description, "%{count}", strconv.Itoa(limit))
	} else {
		message.Attributes = Attrs{{"hidden", ""}}
	}
	var after buf
	message.write(&after)
	after.markup(c.FormGroup.After)

	group := Attrs{{"data-module", "nhsuk-character-count"}}
	for _, n := range []struct {
		name  string
		value int
	}{{"data-maxlength", c.MaxLength}, {"data-maxwords", c.MaxWords}, {"data-threshold", c.Threshold}} {
		if n.value != 0 {
			group = append(group, Attr{n.name, strconv.Itoa(n.value)})
		}
	}
	if countType != "" {
		group = append(group, Attr{"data-count-type", countType})
	}
	if limit == 0 {
		group = append(group, i18n("textarea-description.other", c.DescriptionText)...)
	}
	group = slices.Concat(
		group,
		i18nPlural("characters-under-limit", c.CharactersUnderLimitText),
		i18n("characters-at-limit", c.CharactersAtLimitText),
		i18nPlural("characters-over-limit", c.CharactersOverLimitText),
		i18nPlural("words-under-limit", c.WordsUnderLimitText),
		i18n("words-at-limit", c.WordsAtLimitText),
		i18nPlural("words-over-limit", c.WordsOverLimitText),
		c.FormGroup.Attributes,
	)

	return Textarea{
		Label: c.Label, Hint: c.Hint, Error: c.Error, Invalid: c.Invalid,
		ID: id, Name: c.Name, Value: c.Value, Rows: c.Rows,
		Disabled: c.Disabled, Spellcheck: c.Spellcheck, Autocomplete: c.Autocomplete,
		DescribedBy: id + "-info",
		FormGroup: FormGroup{
			Before: c.FormGroup.Before, After: after.html(),
			Classes:    join(c.FormGroup.Classes, "nhsuk-character-count"),
			Attributes: group,
		},
		Classes: join("nhsuk-js-character-count", c.Classes), Attributes: c.Attributes,
	}.HTML()
}
