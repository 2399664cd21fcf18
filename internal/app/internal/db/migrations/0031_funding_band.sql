-- The band and the service of a post as they were in the month: a post that is
-- graded anew leaves the months before as they were. '' is as the post is now.
ALTER TABLE funding_pay ADD COLUMN band TEXT NOT NULL DEFAULT '';
ALTER TABLE funding_pay ADD COLUMN service TEXT NOT NULL DEFAULT '';
