/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Putting what a project's file says into the project.  The project stays the same object, so all that shows it follows.  Main
 * thread; nothing here waits. */

#include "project/atlas-project-file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
remove_all (AtlasProject *project)
{
  while (project->layers->len > 0)
    {
      g_autoptr (AtlasLayer) layer = g_object_ref (g_ptr_array_index (project->layers, project->layers->len - 1));

      atlas_project_remove (project, layer);
    }
  project->n_opened = 0;
}

static void
on_dressed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (AtlasProject) project = user_data;
  g_autofree char *complaint = NULL;

  if (!atlas_layer_dress_finish (ATLAS_LAYER (source), result, &complaint))
    return;
  g_hash_table_remove (project->loads, source);
  g_signal_emit_by_name (project, "opened", source);
  if (complaint != NULL)
    g_signal_emit_by_name (project, "complained", source, complaint);
}

/* A shipped layer is there at once; its style and filter come a moment later. */
static AtlasLayer *
add_shipped (AtlasProject      *project,
             AtlasProjectEntry *entry)
{
  g_autoptr (GError) error = NULL;
  AtlasLayer *layer = _atlas_project_new_shipped (entry->id, &error);
  g_autoptr (GCancellable) cancellable = NULL;

  if (layer == NULL)
    {
      layer = atlas_layer_new (entry->id, entry->title != NULL ? entry->title : entry->id, ATLAS_LAYER_SUBJECT, NULL);
      atlas_layer_take_wish (layer, g_steal_pointer (&entry->wish));
      atlas_layer_fail (layer, error);
      return layer;
    }
  if (entry->title != NULL)
    atlas_layer_set_title (layer, entry->title);
  if (entry->wish->recipe == NULL && entry->wish->style_json == NULL && entry->wish->where == NULL)
    return layer;
  atlas_layer_take_wish (layer, g_steal_pointer (&entry->wish));
  cancellable = g_cancellable_new ();
  g_hash_table_replace (project->loads, g_object_ref (layer), g_object_ref (cancellable));
  atlas_layer_dress_async (layer, atlas_layer_get_table (layer), atlas_layer_get_style (layer), cancellable, on_dressed,
                           g_object_ref (project));
  return layer;
}

static char *
dup_title (AtlasProjectEntry *entry)
{
  g_autofree char *name = NULL;

  if (entry->title != NULL)
    return g_strdup (entry->title);
  name = entry->path != NULL ? g_filename_display_basename (entry->path) : g_strdup (entry->id);
  if (strrchr (name, '.') != NULL && strrchr (name, '.') != name)
    *strrchr (name, '.') = '\0';
  return g_steal_pointer (&name);
}

static AtlasLayer *
add_own (AtlasProject      *project,
         AtlasProjectEntry *entry,
         gboolean           trust)
{
  g_autoptr (GFile) file = entry->path != NULL ? g_file_new_for_path (entry->path) : NULL;
  g_autofree char *title = dup_title (entry);
  AtlasLayer *layer = atlas_layer_new (entry->id, title, ATLAS_LAYER_SUBJECT, file);
  const guint number = (guint) g_ascii_strtoull (entry->id + strlen (ATLAS_PROJECT_LAYER_PREFIX), NULL, 10);

  project->n_opened = MAX (project->n_opened, number);
  atlas_layer_set_sublayer (layer, entry->sublayer);
  if (file != NULL)
    g_clear_pointer (&entry->wish->source, json_node_unref);
  atlas_layer_take_wish (layer, g_steal_pointer (&entry->wish));
  if (entry->refused != NULL)
    atlas_layer_fail (layer, entry->refused);
  else if (entry->outside && !trust)
    {
      g_autofree char *shown = g_filename_display_name (entry->path);
      g_autoptr (GError) error = g_error_new (ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_OUTSIDE,
                                              _("“%s” lies outside of the project's folder. Read it only if you know who made the project."),
                                              shown);

      atlas_layer_fail (layer, error);
    }
  return layer;
}

/* Each file once, for all its layers. */
static void
read_files (AtlasProject *project)
{
  g_autoptr (GPtrArray) done = g_ptr_array_new ();

  for (guint i = 0; i < project->layers->len; i++)
    {
      AtlasLayer *first = g_ptr_array_index (project->layers, i);
      g_autoptr (GPtrArray) same = g_ptr_array_new ();

      if (atlas_layer_get_file (first) == NULL || atlas_layer_get_state (first) != ATLAS_LAYER_LOADING
          || g_ptr_array_find (done, first, NULL))
        continue;
      for (guint k = i; k < project->layers->len; k++)
        {
          AtlasLayer *layer = g_ptr_array_index (project->layers, k);

          if (atlas_layer_get_state (layer) == ATLAS_LAYER_LOADING && atlas_layer_get_file (layer) != NULL
              && g_file_equal (atlas_layer_get_file (first), atlas_layer_get_file (layer)))
            {
              g_ptr_array_add (same, layer);
              g_ptr_array_add (done, layer);
            }
        }
      _atlas_project_read (project, (AtlasLayer **) same->pdata, same->len);
    }
}

static void
take_work (AtlasProjectFile *self,
           AtlasProject     *project)
{
  _atlas_project_clear_work (project);
  project->title = g_strdup (self->title);
  project->has_view = self->has_view;
  project->view = self->view;
  g_ptr_array_extend_and_steal (project->bookmarks, g_steal_pointer (&self->bookmarks));
  self->bookmarks = g_ptr_array_new_with_free_func (_atlas_bookmark_free);
  g_ptr_array_extend_and_steal (project->journeys, g_steal_pointer (&self->journeys));
  self->journeys = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_journey_free);
  project->layouts = g_steal_pointer (&self->layouts);
  project->more = g_steal_pointer (&self->more);
  g_signal_emit_by_name (project, "work-changed");
}

void
atlas_project_file_apply (AtlasProjectFile *self,
                          AtlasProject     *project,
                          gboolean          trust)
{
  g_return_if_fail (self != NULL && ATLAS_IS_PROJECT (project));

  remove_all (project);
  atlas_project_set_basemap_visible (project, self->basemap_visible);
  atlas_project_set_basemap_opacity (project, self->basemap_opacity);
  for (guint i = 0; i < self->layers->len; i++)
    {
      AtlasProjectEntry *entry = g_ptr_array_index (self->layers, i);
      g_autoptr (AtlasLayer) layer = entry->shipped ? add_shipped (project, entry) : add_own (project, entry, trust);

      atlas_layer_set_visible (layer, entry->visible);
      atlas_layer_set_opacity (layer, entry->opacity);
      atlas_layer_set_columns (layer, entry->columns);
      atlas_layer_set_more (layer, entry->more);
      atlas_project_add (project, layer);
    }
  take_work (self, project);
  read_files (project);
}

gboolean
atlas_project_is_busy (AtlasProject *self)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self), FALSE);
  return g_hash_table_size (self->loads) > 0;
}

gboolean
atlas_project_begin (AtlasProject *self,
                     GError      **error)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self), FALSE);

  remove_all (self);
  _atlas_project_clear_work (self);
  atlas_project_set_basemap_visible (self, TRUE);
  atlas_project_set_basemap_opacity (self, 1);
  g_signal_emit_by_name (self, "work-changed");
  return atlas_project_add_shipped (self, TRUE, error);
}
