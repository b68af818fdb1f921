/**
 * Keeps folders and S3 buckets in step, as Camel routes.
 *
 * <p>Each word has one meaning here, in the routes, the code, the index, the settings, the log and the docs:
 *
 * <dl>
 *   <dt>mount</dt>
 *   <dd>a folder, paired with a bucket and a prefix
 *   <dt>pass</dt>
 *   <dd>one look at both sides of a mount, and what follows from it
 *   <dt>scan</dt>
 *   <dd>the look at the folder
 *   <dt>list</dt>
 *   <dd>the look at the bucket, page by page
 *   <dt>index</dt>
 *   <dd>what both sides looked like when they were last in step, one entry for each path
 *   <dt>in step</dt>
 *   <dd>both sides hold the same content, and the index knows it
 *   <dt>candidate</dt>
 *   <dd>a path that a look found new, changed or missing
 *   <dt>path state</dt>
 *   <dd>what the index and both sides now say about a path
 *   <dt>reconcile</dt>
 *   <dd>to decide what a path's state calls for: an action
 *   <dt>action</dt>
 *   <dd>what to do about a path; what changes a side has a route of its name: upload, download, delete-local, delete-remote, conflict
 *   <dt>extra</dt>
 *   <dd>a path that only the losing side of a first run has
 *   <dt>unlike</dt>
 *   <dd>a path that a person wants to differ on the two sides
 *   <dt>conflict</dt>
 *   <dd>both sides changed a path since they were in step; the older version becomes a conflict copy
 *   <dt>adopt</dt>
 *   <dd>to record in the index that both sides already hold the same content
 *   <dt>settle</dt>
 *   <dd>how long a file must stay unchanged before it is read
 *   <dt>guard</dt>
 *   <dd>the check that deletions must pass before they are mirrored
 *   <dt>held</dt>
 *   <dd>a deletion that waits for a person to approve or reject it
 *   <dt>halted</dt>
 *   <dd>a mount that does nothing until a person has looked
 *   <dt>trash</dt>
 *   <dd>where deleted and replaced versions go
 *   <dt>partial</dt>
 *   <dd>a file that is being downloaded, before it takes its place
 *   <dt>marker</dt>
 *   <dd>the file that shows that the right folder is there
 *   <dt>directory marker</dt>
 *   <dd>an object that stands for a directory
 *   <dt>problem</dt>
 *   <dd>what keeps a path out of step and needs somebody's attention
 * </dl>
 */
@NullMarked
package dev.caravan;

import org.jspecify.annotations.NullMarked;
