package nhsuk

import (
	"fmt"
	"html/template"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// This file turns the options of a Nunjucks macro, as the fixtures hold them,
// into the struct of the same component. An option that no field takes is an
// error: nothing is quietly left out of the comparison.

// enums are the types with a fixed set of values, with their names.
var enums = map[reflect.Type][]string{
	reflect.TypeFor[Size]():          sizeNames,
	reflect.TypeFor[Placement]():     placementNames,
	reflect.TypeFor[Toggle]():        toggleNames,
	reflect.TypeFor[ButtonVariant](): buttonVariantNames,
	reflect.TypeFor[CardVariant]():   cardVariantNames,
	reflect.TypeFor[TagColour]():     tagColourNames,
	reflect.TypeFor[Align]():         alignNames,
	reflect.TypeFor[Format]():        formatNames,
	reflect.TypeFor[Sort]():          sortNames,
	reflect.TypeFor[Behaviour]():     behaviourNames,
	reflect.TypeFor[Icon]():          iconNames,
}

// renamed are the options whose field has another name than the option.
var renamed = map[string]string{
	"html": "Markup", "id": "ID", "errorMessage": "Error", "inputWrapper": "Wrapper",
	"visuallyHiddenText": "HiddenText", "maxlength": "MaxLength", "maxwords": "MaxWords",
	"inputmode": "InputMode", "idPrefix": "IDPrefix", "beforeInput": "Before", "afterInput": "After",
	"isPageHeading": "PageHeading", "textareaDescriptionText": "DescriptionText",
	"chooseFilesButtonClassList": "ChooseFilesButtonClasses", "copyButtonClassList": "CopyButtonClasses",
	"copiedAnnouncementText": "CopiedText", "errorList": "Items",
}

func fieldName(key string) string {
	if name, ok := renamed[key]; ok {
		return name
	}
	return strings.ToUpper(key[:1]) + key[1:]
}

// fill puts an option into a field of a struct, or into the struct itself.
func fill(v reflect.Value, from any) error {
	if from == nil {
		return nil
	}
	if names, ok := enums[v.Type()]; ok {
		i := slices.Index(names, fmt.Sprint(from))
		if i < 0 {
			return fmt.Errorf("%s has no value %q", v.Type(), from)
		}
		v.SetUint(uint64(i))
		return nil
	}
	if list, ok := from.(map[string]any); ok && v.Type() == reflect.TypeFor[Attrs]() {
		for _, name := range slices.Sorted(maps.Keys(list)) {
			v.Set(reflect.Append(v, reflect.ValueOf(Attr{name, fmt.Sprint(list[name])})))
		}
		return nil
	}
	if o, ok := from.(map[string]any); ok && v.Type() == reflect.TypeFor[template.HTML]() {
		v.SetString(o["html"].(string))
		return nil
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fill(v.Elem(), from)
	case reflect.Bool:
		on, ok := from.(bool)
		if !ok {
			return fmt.Errorf("%v is not a bool", from)
		}
		v.SetBool(on)
	case reflect.String:
		s, ok := from.(string)
		if !ok {
			return fmt.Errorf("%v is not a string", from)
		}
		v.SetString(s)
	case reflect.Int:
		n, ok := from.(float64)
		if !ok {
			return fmt.Errorf("%v is not a number", from)
		}
		v.SetInt(int64(n))
	case reflect.Slice:
		list, ok := from.([]any)
		if !ok {
			return fmt.Errorf("%v is not a list", from)
		}
		v.Set(reflect.MakeSlice(v.Type(), 0, len(list)))
		for _, item := range list {
			if v.Type() == reflect.TypeFor[[]Task]() && item == false {
				item = map[string]any{} // a task left out keeps its number
			}
			if item == false || item == nil {
				continue
			}
			element := reflect.New(v.Type().Elem()).Elem()
			if err := fill(element, item); err != nil {
				return err
			}
			v.Set(reflect.Append(v, element))
		}
	case reflect.Struct:
		return fillStruct(v, from)
	default:
		return fmt.Errorf("no rule for %s", v.Type())
	}
	return nil
}

func fillStruct(v reflect.Value, from any) error {
	options, ok := from.(map[string]any)
	if text, isText := from.(string); isText {
		options, ok = map[string]any{"text": text}, true
	}
	if !ok {
		return fmt.Errorf("%v can't become a %s", from, v.Type())
	}
	options = adapt(v.Type(), maps.Clone(options))
	for _, key := range slices.Sorted(maps.Keys(options)) {
		if err := fillField(v, fieldName(key), options[key]); err != nil {
			return fmt.Errorf("%s.%s: %w", v.Type().Name(), key, err)
		}
	}
	return nil
}

// fillField fills one field. Content given as an object goes to the field and
// its twins: key: {text, html, width} to Key, KeyMarkup and KeyWidth.
func fillField(v reflect.Value, name string, from any) error {
	f := v.FieldByName(name)
	if !f.IsValid() {
		return fmt.Errorf("there is no field %s for %v", name, from)
	}
	object, ok := from.(map[string]any)
	twins := f.Kind() == reflect.String && f.Type() != reflect.TypeFor[template.HTML]() ||
		f.Type() == reflect.TypeFor[[]Action]()
	if !ok || !twins {
		return fill(f, from)
	}
	for key, value := range object {
		twin := name + fieldName(key)
		if key == "text" || key == "items" {
			twin = name
		}
		if err := fillField(v, twin, value); err != nil {
			return err
		}
	}
	return nil
}

// move renames an option.
func move(o map[string]any, from, to string) {
	if value, ok := o[from]; ok {
		delete(o, from)
		if _, taken := o[to]; !taken {
			o[to] = value
		}
	}
}

// turn replaces an option that has a certain value by another one.
func turn(o map[string]any, key string, when any, to string, value any) {
	if given, ok := o[key]; ok && given == when {
		delete(o, key)
		if to != "" {
			o[to] = value
		}
	}
}

// addAttribute adds to the caller's own attributes.
func addAttribute(o map[string]any, name, value string) {
	list, ok := o["attributes"].(map[string]any)
	if !ok {
		list = map[string]any{}
	}
	list[name] = value
	o["attributes"] = list
}

// spread lifts the members of an object into the object around it.
func spread(o map[string]any, key string) {
	switch inner := o[key].(type) {
	case string:
		o["text"] = inner
	case map[string]any:
		for k, v := range inner {
			o[k] = v
		}
	default:
		return
	}
	delete(o, key)
}

// adapt says where a struct deliberately differs from the macro's options.
func adapt(t reflect.Type, o map[string]any) map[string]any {
	for _, key := range []string{"border", "lastRowBorder", "background"} {
		turn(o, key, false, "no"+strings.ToUpper(key[:1])+key[1:], true)
	}
	if _, ok := t.FieldByName("Reverse"); ok {
		turn(o, "variant", "reverse", "reverse", true)
	}
	if _, ok := t.FieldByName("Enabled"); ok {
		turn(o, "disabled", false, "enabled", true)
	}
	turn(o, "errorMessage", true, "invalid", true)
	for key, attribute := range map[string]string{
		"preventDoubleClick": "data-prevent-double-click", "disableAutoFocus": "data-disable-auto-focus",
	} {
		if o[key] == false {
			delete(o, key)
			addAttribute(o, attribute, "false")
		}
	}
	switch t {
	case reflect.TypeFor[Label](), reflect.TypeFor[Legend]():
		adaptHeading(o)
	case reflect.TypeFor[Crumb]():
		delete(o, "classes") // the macro ignores them
	case reflect.TypeFor[Breadcrumb]():
		move(o, "backLink", "back")
	case reflect.TypeFor[Button]():
		if icon, ok := o["icon"].(map[string]any); ok {
			o["icon"] = icon["name"]
			o["iconEnd"] = icon["placement"] == "end"
		}
	case reflect.TypeFor[Card]():
		if d, ok := o["description"].(map[string]any); ok {
			move(d, "classes", "descriptionClasses")
		}
		spread(o, "description")
	case reflect.TypeFor[Checkbox]():
		turn(o, "exclusive", true, "behaviour", "exclusive")
		move(o, "exclusiveGroup", "behaviourGroup")
	case reflect.TypeFor[Code]():
		turn(o, "button", true, "copyButton", true)
		if _, ok := o["button"]; ok {
			o["copyButton"] = true
		}
	case reflect.TypeFor[DateInput]():
		for _, part := range []string{"Day", "Month", "Year"} {
			turn(o, strings.ToLower(part), false, "no"+part, true)
		}
	case reflect.TypeFor[DateItem]():
		turn(o, "error", false, "noError", true)
	case reflect.TypeFor[DoDontList]():
		move(o, "title", "heading")
		move(o, "type", "icon")
		o["dont"] = o["icon"] == "cross"
		delete(o, "icon")
	case reflect.TypeFor[ListItem]():
		move(o, "item", "text")
	case reflect.TypeFor[ErrorMessage]():
		turn(o, "visuallyHiddenText", "", "noHidden", true)
	case reflect.TypeFor[Footer]():
		if one, ok := o["navigation"].(map[string]any); ok {
			o["navigation"] = []any{one}
		}
		if c, ok := o["copyright"].(map[string]any); ok && c["text"] == "" {
			delete(o, "copyright")
			o["noCopyright"] = true
		}
	case reflect.TypeFor[Header](), reflect.TypeFor[HeaderNavigation]():
		turn(o, "colour", "white", "white", true)
		turn(o, "search", true, "search", map[string]any{})
	case reflect.TypeFor[HeaderSearch]():
		spread(o, "input")
		if label, ok := o["label"].(map[string]any); ok {
			move(label, "visuallyHiddenText", "hiddenLabel")
		}
		spread(o, "label")
	case reflect.TypeFor[Hero]():
		if image, ok := o["image"].(map[string]any); ok {
			delete(o, "image")
			o["imageSrc"] = image["src"]
		}
	case reflect.TypeFor[NotificationBanner]():
		turn(o, "variant", "success", "success", true)
	case reflect.TypeFor[Pagination]():
		for _, side := range []string{"previous", "next"} {
			if href, ok := o[side+"Url"]; ok {
				o[side] = map[string]any{"href": href, "label": o[side+"Page"]}
				delete(o, side+"Url")
				delete(o, side+"Page")
			}
		}
	case reflect.TypeFor[Panel]():
		turn(o, "variant", "interruption", "interruption", true)
	case reflect.TypeFor[PasswordInput](), reflect.TypeFor[SearchInput]():
		turn(o, "button", false, "noButton", true)
		if button, ok := o["button"].(map[string]any); ok {
			button = maps.Clone(button)
			o["button"] = button
			if button["disabled"] == false {
				o["buttonEnabled"] = true
			}
			if button["icon"] == false {
				o["buttonNoIcon"] = true
				delete(button, "icon")
			}
		}
	case reflect.TypeFor[Option]():
		if _, ok := o["value"]; !ok {
			o["valueIsText"] = true
		}
	case reflect.TypeFor[Table]():
		adaptTable(o)
	case reflect.TypeFor[Column]():
		turn(o, "sort", true, "sort", "none")
	case reflect.TypeFor[Tab]():
		if panel, ok := o["panel"].(map[string]any); ok {
			panel = maps.Clone(panel)
			move(panel, "attributes", "panelAttributes")
			o["panel"] = panel
		}
		spread(o, "panel")
	case reflect.TypeFor[Tag]():
		turn(o, "colour", false, "colour", "no-colour")
	case reflect.TypeFor[Task]():
		spread(o, "title")
		spread(o, "heading")
		if status, ok := o["status"].(map[string]any); ok {
			status = maps.Clone(status)
			if tag, ok := status["tag"]; ok {
				o["tag"] = tag
				delete(status, "tag")
			}
			o["status"] = status
		}
	}
	return o
}

// adaptHeading flattens the heading of a label or legend, which may be a
// string, an object or true.
func adaptHeading(o map[string]any) {
	page, said := o["isPageHeading"].(bool)
	switch h := o["heading"].(type) {
	case string:
		if page || !said {
			o["text"] = h
		} else if _, ok := o["text"]; !ok {
			o["text"] = h
		}
		o["isPageHeading"] = page || !said
	case map[string]any:
		h = maps.Clone(h)
		move(h, "id", "headingID")
		move(h, "level", "headingLevel")
		for k, v := range h {
			// A heading that is none after all only lends its text.
			if _, given := o[k]; page || !said || k == "text" && !given {
				o[k] = v
			}
		}
		o["isPageHeading"] = page || !said
	case bool:
		o["isPageHeading"] = h && (page || !said)
	}
	delete(o, "heading")
}

// adaptTable understands the older options for a table in a card.
func adaptTable(o map[string]any) {
	turn(o, "card", true, "card", map[string]any{})
	if o["panel"] == true {
		card := map[string]any{"variant": "feature"}
		if heading, ok := o["heading"]; ok {
			card["heading"] = map[string]any{"text": heading}
			if level, ok := o["headingLevel"]; ok {
				card["heading"].(map[string]any)["level"] = level
			}
		}
		o["card"] = card
	}
	for _, key := range []string{"panel", "heading", "headingLevel"} {
		delete(o, key)
	}
}
