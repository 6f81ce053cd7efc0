/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading the files of a project that was opened: each file once for all its layers, of which each is given its own and dressed as
 * it was left.  What else is in a file is not shown: somebody took it off.  Main thread; reading is the reader's. */

#include "project/atlas-project-private.h"

#include <glib/gi18n-lib.h>

#include "data/atlas-data-error.h"

/* One reading of one file. */
typedef struct
{
  AtlasProject *project;
  GPtrArray    *layers;         /* AtlasLayer */
  GPtrArray    *cancellables;   /* GCancellable of each, as a layer may be removed alone */
  GCancellable *reading;        /* of the whole */
} Reading;

/* One layer that is being dressed. */
typedef struct
{
  AtlasProject *project;
  GCancellable *cancellable;
} Dress;

static void
reading_free (Reading *self)
{
  for (guint i = 0; i < self->cancellables->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->cancellables, i), self);
  g_object_unref (self->project);
  g_ptr_array_unref (self->layers);
  g_ptr_array_unref (self->cancellables);
  g_object_unref (self->reading);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_free)

static gboolean
is_wanted (Reading *self,
           guint    index)
{
  return !g_cancellable_is_cancelled (g_ptr_array_index (self->cancellables, index));
}

static void
fail_layer (AtlasProject *project,
            AtlasLayer   *layer,
            const GError *error)
{
  g_hash_table_remove (project->loads, layer);
  atlas_layer_fail (layer, error);
  g_signal_emit_by_name (project, "failed", layer);
}

static void
on_dressed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Dress *dress = user_data;
  AtlasLayer *layer = ATLAS_LAYER (source);
  g_autofree char *complaint = NULL;

  if (atlas_layer_dress_finish (layer, result, &complaint))
    {
      g_hash_table_remove (dress->project->loads, layer);
      g_signal_emit_by_name (dress->project, "opened", layer);
      if (complaint != NULL)
        g_signal_emit_by_name (dress->project, "complained", layer, complaint);
    }
  g_object_unref (dress->project);
  g_object_unref (dress->cancellable);
  g_free (dress);
}

/* The table of a layer: by its name, and of several of one name each its own. */
static AtlasTable *
find_table (GPtrArray  *tables,
            AtlasLayer *layer,
            gboolean   *taken)
{
  const char *name = atlas_layer_get_sublayer (layer);

  if (tables->len == 1)
    return g_ptr_array_index (tables, 0);
  for (guint i = 0; i < tables->len; i++)
    if (!taken[i] && (name == NULL || g_str_equal (name, atlas_table_get_name (g_ptr_array_index (tables, i)))))
      {
        taken[i] = TRUE;
        return g_ptr_array_index (tables, i);
      }
  return NULL;
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Reading) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = atlas_source_load_finish (result, &error);
  g_autofree gboolean *taken = g_new0 (gboolean, tables != NULL ? tables->len : 1);

  for (guint i = 0; i < self->layers->len; i++)
    {
      AtlasLayer *layer = g_ptr_array_index (self->layers, i);
      AtlasTable *table = tables != NULL ? find_table (tables, layer, taken) : NULL;
      g_autoptr (AtlasStyle) style = NULL;
      Dress *dress;

      if (!is_wanted (self, i))
        continue;
      if (table == NULL)
        {
          g_autofree char *path = g_file_get_parse_name (atlas_layer_get_file (layer));

          if (tables != NULL)
            g_set_error (&error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NOT_FOUND, _("“%s” has no layer “%s” any more."), path,
                         atlas_layer_get_sublayer (layer));
          fail_layer (self->project, layer, error);
          if (tables != NULL)
            g_clear_error (&error);
          continue;
        }
      style = _atlas_project_new_style (layer, table);
      dress = g_new (Dress, 1);
      *dress = (Dress){ g_object_ref (self->project), g_object_ref (g_ptr_array_index (self->cancellables, i)) };
      atlas_layer_dress_async (layer, table, style, dress->cancellable, on_dressed, dress);
    }
}

static void
on_progress (double   fraction,
             guint64  features,
             gpointer user_data)
{
  Reading *self = user_data;

  for (guint i = 0; i < self->layers->len; i++)
    if (is_wanted (self, i))
      atlas_layer_set_progress (g_ptr_array_index (self->layers, i), fraction);
}

/* When nobody wants the file any more its reading ends. */
static void
on_cancelled (GCancellable *cancellable,
              Reading      *self)
{
  for (guint i = 0; i < self->layers->len; i++)
    if (is_wanted (self, i))
      return;
  g_cancellable_cancel (self->reading);
}

void
_atlas_project_read (AtlasProject *self,
                     AtlasLayer  **layers,
                     guint         n)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->project = g_object_ref (self);
  reading->layers = g_ptr_array_new_with_free_func (g_object_unref);
  reading->cancellables = g_ptr_array_new_with_free_func (g_object_unref);
  reading->reading = g_cancellable_new ();
  for (guint i = 0; i < n; i++)
    {
      GCancellable *cancellable = g_cancellable_new ();

      g_ptr_array_add (reading->layers, g_object_ref (layers[i]));
      g_ptr_array_add (reading->cancellables, cancellable);
      g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), reading);
      g_hash_table_replace (self->loads, g_object_ref (layers[i]), g_object_ref (cancellable));
    }
  atlas_source_load_async (atlas_layer_get_file (layers[0]), ATLAS_SOURCE_DEFAULT, on_progress, reading, reading->reading, on_read,
                           reading);
}
