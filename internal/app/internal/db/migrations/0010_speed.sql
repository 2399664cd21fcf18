-- What a page costs goes with what it shows, not with how much there is.

-- A person's page reads by person.
CREATE INDEX measure_taken_person ON measure_taken (person);
CREATE INDEX assessment_person ON assessment (person);
CREATE INDEX care_plan_person ON care_plan (person);

-- The words of a name carry where the person is registered, so that a search
-- reads the names of those who may be found and not everybody's. The room of
-- people keeps them as the person's own row says.
ALTER TABLE person_name ADD COLUMN practice TEXT NOT NULL DEFAULT '';
ALTER TABLE person_name ADD COLUMN pcn TEXT NOT NULL DEFAULT '';
UPDATE person_name SET practice = (SELECT p.practice FROM person p WHERE p.id = person_name.person_id),
  pcn = (SELECT p.pcn FROM person p WHERE p.id = person_name.person_id);
CREATE INDEX person_name_practice ON person_name (practice, token, person_id);
CREATE INDEX person_name_pcn ON person_name (pcn, token, person_id);
-- Who was born in a year, and is one of those who may be found, is read from
-- the index alone. (An index that began with pcn would tempt SQLite to read a
-- whole network where a person is looked up by id.)
DROP INDEX person_born;
CREATE INDEX person_born ON person (born_on, pcn, practice);
