/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasSource: from a file to its tables.  Each load has a thread of its own, which does all the waiting: for the disk, for the
 * reader process, for the cache.  The thread that asked only gets progress and the result, through its main context. */

#include "data/atlas-source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "data/atlas-data-error.h"
#include "data/atlas-file-check.h"
#include "data/atlas-source-cache.h"
#include "data/atlas-source-reader.h"

/* Quicker than this and a file is read anew each time. */
#define WORTH_CACHING (G_USEC_PER_SEC / 20)

typedef struct
{
  GFile               *file;
  AtlasSourceFlags     flags;
  AtlasSourceProgress  progress;
  gpointer             progress_data;
  GMainContext        *context;       /* where progress is told */
  GCancellable        *cancellable;
  /* Filled in by the load: */
  char                *path;
  char                *name;
  char                *key;           /* to keep the bundle under, or NULL */
  GBytes              *bundle;
} Load;

static void
load_free (Load *self)
{
  g_object_unref (self->file);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self->name);
  g_free (self->key);
  g_clear_pointer (&self->bundle, g_bytes_unref);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

static Load *
load_new (GFile            *file,
          AtlasSourceFlags  flags,
          GCancellable     *cancellable)
{
  Load *self = g_new0 (Load, 1);

  self->file = g_object_ref (file);
  self->flags = flags;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return self;
}

typedef struct
{
  AtlasSourceProgress progress;
  gpointer            progress_data;
  double              fraction;
  guint64             features;
} Tick;

static gboolean
tell_tick (gpointer data)
{
  Tick *tick = data;

  tick->progress (tick->fraction, tick->features, tick->progress_data);
  return G_SOURCE_REMOVE;
}

/* Of the same priority as the result, so none comes after it. */
static void
on_progress (double   fraction,
             guint64  features,
             gpointer user_data)
{
  Load *self = user_data;
  Tick *tick = g_new0 (Tick, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  tick->progress = self->progress;
  tick->progress_data = self->progress_data;
  tick->fraction = fraction;
  tick->features = features;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_tick, tick, g_free);
  g_source_set_static_name (source, "[atlas] source progress");
  g_source_attach (source, self->context);
}

/* A local path, or the reason why there is none. */
static gboolean
find_path (Load    *self,
           GError **error)
{
  g_autofree char *path = g_file_is_native (self->file) ? g_file_get_path (self->file) : NULL;

  self->path = path != NULL ? g_canonicalize_filename (path, NULL) : NULL;
  if (self->path == NULL || g_str_has_prefix (self->path, "/vsi"))
    {
      g_autofree char *uri = path != NULL ? g_filename_display_name (path) : g_file_get_uri (self->file);

      g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_REMOTE,
                   _("“%s” is not a file on this computer, and nothing is fetched from elsewhere unasked. Save it to a folder "
                     "and open it from there."), uri);
      return FALSE;
    }
  self->name = g_filename_display_basename (self->path);
  return TRUE;
}

/* All of a load but keeping the result in the cache.  Waits. */
static GPtrArray *
run_load (Load    *self,
          GError **error)
{
  gboolean cached = (self->flags & ATLAS_SOURCE_NO_CACHE) == 0;
  g_autofree char *key = NULL;
  g_autofree char *key_after = NULL;
  g_autoptr (GPtrArray) tables = NULL;
  gint64 start;

  if (!find_path (self, error) || !atlas_file_check (self->path, NULL, error)
      || g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return NULL;
  if (cached)
    key = atlas_source_cache_get_key (self->path);
  if (key != NULL)
    tables = atlas_source_cache_load (key);
  if (tables != NULL)
    return g_steal_pointer (&tables);
  start = g_get_monotonic_time ();
  self->bundle = atlas_source_reader_run (self->path, self->name, self->progress != NULL ? on_progress : NULL, self,
                                          self->cancellable, error);
  if (self->bundle == NULL)
    return NULL;
  tables = atlas_table_open_bundle (self->bundle, NULL);
  if (tables == NULL || tables->len == 0)
    {
      g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_READER, _("What was read of “%s” does not add up. Try again."),
                   self->name);
      return NULL;
    }
  /* A file that changed meanwhile was read half old, half new: good enough to see, not to keep. */
  if (key != NULL && g_get_monotonic_time () - start > WORTH_CACHING)
    {
      key_after = atlas_source_cache_get_key (self->path);
      if (g_strcmp0 (key, key_after) == 0)
        self->key = g_steal_pointer (&key);
    }
  return g_steal_pointer (&tables);
}

static void
keep (Load *self)
{
  if (self->key != NULL)
    atlas_source_cache_store (self->key, self->bundle);
}

static gpointer
load_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (Load) self = g_task_get_task_data (task);
  GError *error = NULL;
  GPtrArray *tables;

  /* The thread outlives the task by the time that the cache takes, so it has the load, not the task. */
  tables = run_load (self, &error);
  if (tables != NULL)
    g_task_return_pointer (task, tables, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
  g_clear_object (&task);
  keep (self);
  return NULL;
}

void
atlas_source_load_async (GFile               *file,
                         AtlasSourceFlags     flags,
                         AtlasSourceProgress  progress,
                         gpointer             progress_data,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  Load *self = load_new (file, flags, cancellable);
  GThread *thread;

  g_return_if_fail (G_IS_FILE (file));
  self->progress = progress;
  self->progress_data = progress_data;
  self->context = g_main_context_ref_thread_default ();
  g_task_set_source_tag (task, atlas_source_load_async);
  g_task_set_name (task, "[atlas] load source");
  g_task_set_task_data (task, self, NULL);
  thread = g_thread_try_new ("atlas-source", load_thread, g_object_ref (task), &error);
  if (thread != NULL)
    {
      g_thread_unref (thread);
      return;
    }
  g_task_return_error (task, g_steal_pointer (&error));
  load_free (self);
  g_object_unref (task);
}

GPtrArray *
atlas_source_load_finish (GAsyncResult *result,
                          GError      **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, atlas_source_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GPtrArray *
atlas_source_load (GFile            *file,
                   AtlasSourceFlags  flags,
                   GCancellable     *cancellable,
                   GError          **error)
{
  g_autoptr (Load) self = load_new (file, flags, cancellable);
  GPtrArray *tables = run_load (self, error);

  if (tables != NULL)
    keep (self);
  return tables;
}
