-- The index of one mount. Paths are compared as UTF-8 bytes, as S3 lists keys.

-- what is settled: a side's columns are null where it has no such path
create table if not exists entry (
  path            text not null primary key,
  size            integer,
  modified        integer,
  changed         integer,
  inode           integer,
  etag            text,
  object_size     integer,
  object_modified integer,
  sha256          text,
  standing        text not null default 'SETTLED'
) without rowid;

-- directory markers of the bucket that were seen
create table if not exists marker (
  path text not null primary key,
  etag text not null
) without rowid;

-- what is remembered of the mount itself
create table if not exists setting (
  name  text not null primary key,
  value text not null
) without rowid;

-- deletions that wait: for their cause to go, for time to pass, or for a person to decide
create table if not exists held (
  path    text not null primary key,
  side    text not null,
  why     text not null,
  since   integer not null,
  pass    integer not null,
  verdict text,
  listed  integer not null default 0,
  person  integer not null default 0
) without rowid;

-- paths that cannot be brought in step, as the last pass found them
create table if not exists problem (
  path text not null primary key,
  why  text not null
) without rowid;

-- versions that were deleted or replaced in the bucket, by the pass that did it
create table if not exists replaced (
  pass integer not null,
  path text not null,
  etag text not null,
  primary key (pass, path)
) without rowid;

-- multipart uploads that may lie in the store: written before the store is asked for one, so that a crash leaves none behind
create table if not exists multipart (
  token    text not null primary key,
  key      text not null,
  began    integer not null,
  id       text,
  size     integer,
  modified integer,
  inode    integer,
  part     integer
) without rowid;

-- paths of a first run that a complete look found and that failed since: the rest of that run
create table if not exists unfinished (
  path text not null primary key
) without rowid;

-- directories as they were when nothing was missing below them (a file system of its own has a name)
create table if not exists directory (
  path       text not null primary key,
  filesystem text not null,
  inode      integer not null
) without rowid;

-- what passes deleted on a side, and whether a person was asked (the guard looks back)
create table if not exists deleted (
  path     text not null,
  side     text not null,
  pass     integer not null,
  approved integer not null,
  fresh    integer not null default 0,
  primary key (path, side)
) without rowid;

-- paths that came after the first run, within the time over which the guard looks back
create table if not exists fresh (
  path text not null primary key,
  pass integer not null
) without rowid;

-- what people asked to be brought back, until it is done
create table if not exists undo_request (
  since   integer not null,
  until   integer not null,
  planned integer not null default 0
);

-- what is still to be brought back for it
create table if not exists undo_step (
  side   text not null,
  path   text not null,
  source text not null,
  etag   text not null,
  pass   integer not null,
  begun  integer not null default 0,
  why    text,
  primary key (side, path)
) without rowid;

-- the last things that happened
create table if not exists event (
  id    integer primary key,
  time  integer not null,
  pass  integer not null,
  level text not null,
  event text not null,
  path  text not null,
  text  text not null
);

-- what went on, in spans of five minutes
create table if not exists history (
  start           integer primary key,
  uploaded        integer not null,
  downloaded      integer not null,
  bytes_up        integer not null,
  bytes_down      integer not null,
  deleted         integer not null,
  failed          integer not null,
  requests_write  integer not null,
  requests_read   integer not null,
  requests_free   integer not null,
  oldest          integer not null
);

-- which side a conflict copy is from
create table if not exists conflict (
  copy text not null primary key,
  side text not null
) without rowid;
