-- A post that is graded anew from a day on: it stays the same post, with its
-- holder, its history and its supervision plan. Of two for one day the higher
-- version holds. The band before the first of them stands in the table post.
CREATE TABLE post_grading (
  post TEXT NOT NULL REFERENCES post (id),
  version bigint NOT NULL CHECK (version > 0),
  pcn TEXT NOT NULL,
  from_day date NOT NULL,
  band TEXT NOT NULL,
  why TEXT NOT NULL,
  at timestamptz NOT NULL,
  by_id TEXT NOT NULL,
  by_name TEXT NOT NULL,
  PRIMARY KEY (post, version)
);
CREATE INDEX post_grading_pcn ON post_grading (pcn);

-- only sqlite
CREATE TRIGGER post_grading_no_update BEFORE UPDATE ON post_grading BEGIN SELECT RAISE(ABORT, 'a grading is followed by another one'); END;
CREATE TRIGGER post_grading_no_delete BEFORE DELETE ON post_grading BEGIN SELECT RAISE(ABORT, 'a grading is followed by another one'); END;
-- end
-- only postgres
CREATE TRIGGER post_grading_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON post_grading FOR EACH STATEMENT EXECUTE FUNCTION posts_append_only();
-- end
