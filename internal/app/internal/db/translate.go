package db

import (
	"regexp"
	"strings"
	"sync"
)

// Statements are written in PostgreSQL's dialect and kept to the subset that
// both engines share. These are all the differences.
var (
	reParam  = regexp.MustCompile(`\$(\d+)`)
	reCast   = regexp.MustCompile(`::[a-z]+(\[\])?`)
	reLock   = regexp.MustCompile(`(?i)\s+FOR UPDATE(\s+SKIP LOCKED)?`)
	reText   = regexp.MustCompile(`\b(timestamptz|date|jsonb)\b`)
	reWhole  = regexp.MustCompile(`\b(boolean|bigint|smallint)\b`)
	reReal   = regexp.MustCompile(`\bdouble precision\b`)
	reStrict = regexp.MustCompile(`(?m)^\);`)
	reIsland = regexp.MustCompile(`(?s)-- only (sqlite|postgres)\n(.*?)-- end\n`)

	translated sync.Map
)

// Translate turns one statement into SQLite's dialect.
func Translate(query string) string {
	if q, ok := translated.Load(query); ok {
		return q.(string)
	}
	q := reParam.ReplaceAllString(query, "?$1")
	q = reCast.ReplaceAllString(q, "")
	q = reLock.ReplaceAllString(q, "")
	translated.Store(query, q)
	return q
}

// translateSchema turns a migration into the dialect of an engine.
func translateSchema(schema string, engine Engine) string {
	schema = reIsland.ReplaceAllStringFunc(schema, func(m string) string {
		parts := reIsland.FindStringSubmatch(m)
		if Engine(parts[1]) == engine {
			return parts[2]
		}
		return ""
	})
	if engine == Postgres {
		return schema
	}
	// Islands hold trigger bodies; they have no column types in them, so the
	// plain replacements below can't spoil them.
	schema = reText.ReplaceAllString(schema, "TEXT")
	schema = reReal.ReplaceAllString(schema, "REAL")
	schema = reWhole.ReplaceAllString(schema, "INTEGER")
	schema = reStrict.ReplaceAllString(schema, ") STRICT;")
	return strings.ReplaceAll(schema, "bytea", "BLOB")
}
