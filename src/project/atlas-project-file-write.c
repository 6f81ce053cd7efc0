/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project to the text of its file, and the text to the disk.  What somebody did not change is written as it was read, so that
 * a member that we do not know stays.  Writing to text is for the main thread, saving for any. */

#include "project/atlas-project-file-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "data/atlas-json-write.h"
#include "project/atlas-json-take.h"
#include "project/atlas-project-path.h"

static void
put_view (JsonObject             *object,
          const AtlasProjectView *view)
{
  JsonObject *values = json_object_new ();

  /* A tenth of a millimetre, a hundred-thousandth of a zoom: more would only be noise. */
  json_object_set_double_member (values, "lon", round (view->lon * 1e9) / 1e9);
  json_object_set_double_member (values, "lat", round (view->lat * 1e9) / 1e9);
  json_object_set_double_member (values, "zoom", round (view->zoom * 1e5) / 1e5);
  if (view->rotation != 0)
    json_object_set_double_member (values, "rotation", round (view->rotation * 1e4) / 1e4);
  json_object_set_object_member (object, "view", values);
}

static void
put_text (JsonObject *object,
          const char *name,
          const char *text)
{
  if (text != NULL)
    json_object_set_string_member (object, name, text);
}

static void
put_json (JsonObject *object,
          const char *name,
          const char *json)
{
  JsonNode *node = json_from_string (json, NULL);

  if (node != NULL)
    json_object_set_member (object, name, node);
}

static void
put_style (JsonObject *object,
           AtlasLayer *layer)
{
  const AtlasLayerWish *wish = atlas_layer_get_wish (layer);
  const gboolean wished = wish != NULL && (wish->recipe != NULL || wish->style_json != NULL);
  const AtlasStyleRecipe *recipe = wished ? wish->recipe : atlas_layer_get_recipe (layer);
  const char *json = wished ? wish->style_json : atlas_layer_get_style_json (layer);
  g_autofree char *text = recipe != NULL ? atlas_style_recipe_to_json (recipe) : NULL;

  if (text != NULL)
    {
      put_json (object, "style", text);
      if (wished ? wish->of_shown : atlas_layer_recipe_is_of_shown (layer))
        json_object_set_string_member (object, "style-of", "shown");
    }
  else if (json != NULL)
    put_json (object, "style", json);
}

static void
put_filter (JsonObject *object,
            AtlasLayer *layer)
{
  const AtlasLayerWish *wish = atlas_layer_get_wish (layer);
  AtlasFilter *filter = atlas_layer_get_filter (layer);
  AtlasFilterContext *context = atlas_layer_get_filter_context (layer);
  g_autoptr (JsonNode) places = NULL;
  const char *where = filter != NULL ? atlas_filter_get_text (filter) : NULL;
  JsonObject *values;

  if (wish != NULL && wish->where != NULL)
    {
      where = wish->where;
      places = wish->places != NULL ? json_node_copy (wish->places) : NULL;
    }
  else if (filter != NULL && context != NULL)
    places = atlas_filter_context_to_json (context, atlas_filter_get_names (filter));
  if (where == NULL)
    return;
  values = json_object_new ();
  json_object_set_string_member (values, "where", where);
  if (places != NULL && json_object_get_size (json_node_get_object (places)) > 0)
    json_object_set_member (values, "places", g_steal_pointer (&places));
  json_object_set_object_member (object, "filter", values);
}

static JsonObject *
write_layer (AtlasLayer *layer,
             const char *folder)
{
  JsonObject *object = json_object_new ();
  const AtlasLayerWish *wish = atlas_layer_get_wish (layer);
  const gboolean shipped = !g_str_has_prefix (atlas_layer_get_id (layer), ATLAS_PROJECT_LAYER_PREFIX);
  const char *own = atlas_project_get_shipped_title (layer), *usual = own != NULL ? own : atlas_layer_get_id (layer);

  if (shipped)
    json_object_set_string_member (object, "shipped", atlas_layer_get_id (layer));
  else
    {
      json_object_set_string_member (object, "id", atlas_layer_get_id (layer));
      if (atlas_layer_get_file (layer) != NULL)
        json_object_set_member (object, "source", atlas_project_path_write (atlas_layer_get_file (layer), folder));
      else if (wish != NULL && wish->source != NULL)
        json_object_set_member (object, "source", json_node_copy (wish->source));
    }
  put_text (object, "sublayer", atlas_layer_get_sublayer (layer));
  if (g_strcmp0 (shipped ? usual : NULL, atlas_layer_get_title (layer)) != 0)
    put_text (object, "title", atlas_layer_get_title (layer));
  json_object_set_boolean_member (object, "visible", atlas_layer_get_visible (layer));
  json_object_set_double_member (object, "opacity", round (atlas_layer_get_opacity (layer) * 1e4) / 1e4);
  put_filter (object, layer);
  put_style (object, layer);
  if (atlas_layer_get_columns (layer) != NULL)
    json_object_set_member (object, "columns", json_node_copy (atlas_layer_get_columns (layer)));
  _atlas_json_put_more (object, atlas_layer_get_more (layer));
  return object;
}

static void
put_lists (JsonObject   *object,
           AtlasProject *project,
           const char   *folder)
{
  JsonArray *layers = json_array_new ();

  for (guint i = 0; i < project->layers->len; i++)
    json_array_add_object_element (layers, write_layer (g_ptr_array_index (project->layers, i), folder));
  json_object_set_array_member (object, "layers", layers);
  if (project->bookmarks->len > 0)
    {
      JsonArray *list = json_array_new ();

      for (guint i = 0; i < project->bookmarks->len; i++)
        {
          const AtlasBookmark *bookmark = g_ptr_array_index (project->bookmarks, i);
          JsonObject *one = json_object_new ();

          json_object_set_string_member (one, "name", bookmark->name);
          put_view (one, &bookmark->view);
          _atlas_json_put_more (one, bookmark->more);
          json_array_add_object_element (list, one);
        }
      json_object_set_array_member (object, "bookmarks", list);
    }
  if (project->journeys->len > 0)
    {
      JsonArray *list = json_array_new ();

      for (guint i = 0; i < project->journeys->len; i++)
        json_array_add_element (list, atlas_journey_to_json (g_ptr_array_index (project->journeys, i)));
      json_object_set_array_member (object, "itineraries", list);
    }
  if (project->layouts != NULL)
    json_object_set_member (object, "layouts", json_node_copy (project->layouts));
}

char *
atlas_project_file_write (AtlasProject *project,
                          const char   *folder,
                          gboolean      with_view)
{
  JsonObject *object = json_object_new (), *basemap = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  g_return_val_if_fail (ATLAS_IS_PROJECT (project), NULL);

  json_node_take_object (root, object);
  json_object_set_string_member (object, "format", ATLAS_PROJECT_FILE_FORMAT);
  json_object_set_int_member (object, "version", ATLAS_PROJECT_FILE_VERSION);
  put_text (object, "title", project->title);
  if (with_view && project->has_view)
    put_view (object, &project->view);
  json_object_set_boolean_member (basemap, "visible", project->basemap_visible);
  json_object_set_double_member (basemap, "opacity", round (project->basemap_opacity * 1e4) / 1e4);
  json_object_set_object_member (object, "basemap", basemap);
  put_lists (object, project, folder);
  _atlas_json_put_more (object, project->more);
  return atlas_json_write (root);
}

gboolean
atlas_project_file_save (const char *path,
                         const char *json,
                         GError    **error)
{
  g_autoptr (GError) why = NULL;
  g_autofree char *name = g_filename_display_basename (path);

  if (g_file_set_contents_full (path, json, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, &why))
    return TRUE;
  g_set_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_WRITE,
               _("“%s” could not be saved; the file is as it was, and your work is still here. Save it to another folder. (%s)"), name,
               why->message);
  return FALSE;
}

typedef struct
{
  char *path;
  char *json;
} ToSave;

static void
to_save_free (gpointer data)
{
  ToSave *self = data;

  g_free (self->path);
  g_free (self->json);
  g_free (self);
}

static void
run_save (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  const ToSave *to_save = data;
  GError *error = NULL;

  if (atlas_project_file_save (to_save->path, to_save->json, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
atlas_project_file_save_async (const char         *path,
                               const char         *json,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, user_data);
  ToSave *to_save = g_new (ToSave, 1);

  *to_save = (ToSave){ g_strdup (path), g_strdup (json) };
  g_task_set_source_tag (task, atlas_project_file_save_async);
  g_task_set_task_data (task, to_save, to_save_free);
  g_task_run_in_thread (task, run_save);
}

gboolean
atlas_project_file_save_finish (GAsyncResult *result,
                                GError      **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
