-- The index of one mount. Paths are compared as UTF-8 bytes, as S3 lists keys.

-- what is settled: a side's columns are null where it has no such path
create table entry (
  path            text not null primary key,
  size            integer,
  modified        integer,
  changed         integer,
  etag            text,
  object_size     integer,
  object_modified integer,
  sha256          text
) without rowid;

-- folder markers of the bucket that were seen
create table marker (
  path text not null primary key,
  etag text not null
) without rowid;

-- what is remembered of the mount itself
create table setting (
  name  text not null primary key,
  value text not null
) without rowid;
