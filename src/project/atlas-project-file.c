/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasProjectFile: reading a project's file and checking all of it before anything of it counts.  Writing is in
 * atlas-project-file-write.c, putting it into a project in atlas-project-file-apply.c.  Any thread. */

#include "project/atlas-project-file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "data/atlas-data-error.h"
#include "data/atlas-file-check.h"
#include "data/atlas-json-write.h"
#include "geo/atlas-mercator.h"
#include "project/atlas-journey-private.h"
#include "project/atlas-project-path.h"

#define MOST_BYTES (16 << 20)
#define MOST_LAYERS 1000
#define MOST_BOOKMARKS 1000
#define MOST_JOURNEYS 100
#define MOST_LAYOUTS 1000
#define MOST_TITLE 4096
#define MOST_EXPRESSION 262144

G_DEFINE_QUARK (atlas-project-error-quark, atlas_project_error)

static void
entry_free (gpointer data)
{
  AtlasProjectEntry *self = data;

  g_free (self->id);
  g_free (self->path);
  g_clear_error (&self->refused);
  g_free (self->sublayer);
  g_free (self->title);
  g_clear_pointer (&self->wish, atlas_layer_wish_free);
  g_clear_pointer (&self->columns, json_node_unref);
  g_clear_pointer (&self->more, json_object_unref);
  g_free (self);
}

static AtlasProjectFile *
new_file (void)
{
  AtlasProjectFile *self = g_new0 (AtlasProjectFile, 1);

  self->basemap_visible = TRUE;
  self->basemap_opacity = 1;
  self->layers = g_ptr_array_new_with_free_func (entry_free);
  self->bookmarks = g_ptr_array_new_with_free_func (_atlas_bookmark_free);
  self->journeys = g_ptr_array_new_with_free_func ((GDestroyNotify) atlas_journey_free);
  self->outside = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
atlas_project_file_free (AtlasProjectFile *self)
{
  g_free (self->title);
  g_free (self->checksum);
  g_ptr_array_unref (self->layers);
  g_ptr_array_unref (self->bookmarks);
  g_ptr_array_unref (self->journeys);
  g_ptr_array_unref (self->outside);
  g_clear_pointer (&self->layouts, json_node_unref);
  g_clear_pointer (&self->more, json_object_unref);
  g_free (self);
}

gboolean
atlas_project_file_is_newer (AtlasProjectFile *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->newer;
}

GPtrArray *
atlas_project_file_get_outside (AtlasProjectFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->outside;
}

const char *
atlas_project_file_get_checksum (AtlasProjectFile *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  return self->checksum;
}

char *
atlas_project_file_checksum (const char *json,
                             gssize      length)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, json, length);
}

gboolean
atlas_project_file_has_name (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && strlen (name) > strlen (ATLAS_PROJECT_FILE_SUFFIX) && g_str_has_suffix (name, ATLAS_PROJECT_FILE_SUFFIX);
}

/* -- parts of a file ---------------------------------------------------------------------------------------------- */

static void
take_view (AtlasJsonTaker       *taker,
           JsonObject           *object,
           const AtlasJsonPlace *place,
           gboolean             *there,
           AtlasProjectView     *view)
{
  const AtlasJsonPlace here = { place, "view", 0 };
  g_autoptr (JsonNode) node = _atlas_json_take_object (taker, object, "view", place);
  JsonObject *values = node != NULL ? json_node_get_object (node) : NULL;

  *there = values != NULL;
  if (values == NULL)
    return;
  *view = (AtlasProjectView){ 0, 0, -1, 0 };
  if (!json_object_has_member (values, "lon") || !json_object_has_member (values, "lat") || !json_object_has_member (values, "zoom"))
    _atlas_json_take_fail (taker, &here, _("“lon”, “lat” and “zoom” were expected"));
  _atlas_json_take_number (taker, values, "lon", &here, -180, 180, &view->lon);
  _atlas_json_take_number (taker, values, "lat", &here, -90, 90, &view->lat);
  _atlas_json_take_number (taker, values, "zoom", &here, 0, ATLAS_MERCATOR_MAX_ZOOM, &view->zoom);
  _atlas_json_take_number (taker, values, "rotation", &here, -360, 360, &view->rotation);
  /* Of a newer file that says it otherwise there is none. */
  *there = view->zoom >= 0;
}

static void
take_style (AtlasJsonTaker       *taker,
            JsonObject           *object,
            const AtlasJsonPlace *place,
            AtlasLayerWish       *wish)
{
  const AtlasJsonPlace here = { place, "style", 0 };
  g_autoptr (JsonNode) node = _atlas_json_take_object (taker, object, "style", place);
  g_autoptr (AtlasStyle) style = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *of = NULL, *text = NULL;

  _atlas_json_take_string (taker, object, "style-of", place, MOST_TITLE, &of);
  wish->of_shown = g_strcmp0 (of, "shown") == 0;
  if (node == NULL)
    return;
  text = atlas_json_write (node);
  if (json_object_has_member (json_node_get_object (node), "renderer"))
    wish->recipe = atlas_style_recipe_new_from_json (text, -1, &error);
  else
    {
      style = atlas_style_new_from_json (text, -1, &error);
      if (style != NULL)
        wish->style_json = g_steal_pointer (&text);
    }
  if (error != NULL)
    _atlas_json_take_fail (taker, &here, error->message);
}

static void
take_filter (AtlasJsonTaker       *taker,
             JsonObject           *object,
             const AtlasJsonPlace *place,
             AtlasLayerWish       *wish)
{
  const AtlasJsonPlace here = { place, "filter", 0 }, where_place = { &here, "where", 0 }, places_place = { &here, "places", 0 };
  g_autoptr (JsonNode) node = _atlas_json_take_object (taker, object, "filter", place);
  g_autoptr (AtlasFilter) filter = NULL;
  g_autoptr (AtlasFilterContext) context = NULL;
  g_autoptr (GError) error = NULL;

  if (node == NULL)
    return;
  _atlas_json_take_string (taker, json_node_get_object (node), "where", &here, MOST_EXPRESSION, &wish->where);
  wish->places = _atlas_json_take_object (taker, json_node_get_object (node), "places", &here);
  if (wish->where == NULL)
    _atlas_json_take_fail (taker, &where_place, _("an expression was expected"));
  else
    {
      filter = atlas_filter_new (wish->where, &error);
      if (filter == NULL)
        _atlas_json_take_fail (taker, &where_place, error->message);
    }
  g_clear_error (&error);
  if (wish->places == NULL)
    return;
  context = atlas_filter_context_new_from_json (wish->places, &error);
  if (context == NULL)
    _atlas_json_take_fail (taker, &places_place, error->message);
}

/* Which layer it is: a shipped one, or one of a file. */
static void
take_identity (AtlasProjectEntry    *self,
               AtlasJsonTaker       *taker,
               JsonObject           *object,
               const AtlasJsonPlace *place,
               const char           *folder)
{
  const AtlasJsonPlace id_place = { place, "id", 0 };
  const gsize prefix = strlen (ATLAS_PROJECT_LAYER_PREFIX);

  if (json_object_has_member (object, "shipped"))
    {
      self->shipped = TRUE;
      _atlas_json_take_string (taker, object, "shipped", place, 64, &self->id);
      if (self->id == NULL || *self->id == '\0' || g_str_has_prefix (self->id, ATLAS_PROJECT_LAYER_PREFIX))
        _atlas_json_take_fail (taker, place, _("the id of a layer of the program was expected"));
      return;
    }
  _atlas_json_take_string (taker, object, "id", place, prefix + 9, &self->id);
  if (self->id == NULL || !g_str_has_prefix (self->id, ATLAS_PROJECT_LAYER_PREFIX) || self->id[prefix] < '1' || self->id[prefix] > '9'
      || strspn (self->id + prefix, "0123456789") != strlen (self->id + prefix))
    _atlas_json_take_fail (taker, &id_place, _("an id such as “layer-3” was expected"));
  self->wish->source = _atlas_json_take (object, "source");
  if (self->wish->source == NULL)
    {
      _atlas_json_take_fail (taker, place, _("it has no “source”"));
      return;
    }
  self->path = atlas_project_path_read (self->wish->source, folder, &self->refused);
  self->outside = self->path != NULL && !atlas_project_path_is_inside (self->path, folder);
}

static void
take_layer (AtlasProjectFile     *self,
            AtlasJsonTaker       *taker,
            JsonNode             *node,
            const AtlasJsonPlace *place,
            const char           *folder)
{
  AtlasProjectEntry *entry;
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      _atlas_json_take_fail (taker, place, _("an object was expected"));
      return;
    }
  object = json_node_get_object (node);
  entry = g_new0 (AtlasProjectEntry, 1);
  entry->wish = g_new0 (AtlasLayerWish, 1);
  entry->visible = TRUE;
  entry->opacity = 1;
  take_identity (entry, taker, object, place, folder);
  _atlas_json_take_string (taker, object, "sublayer", place, MOST_TITLE, &entry->sublayer);
  _atlas_json_take_string (taker, object, "title", place, MOST_TITLE, &entry->title);
  _atlas_json_take_boolean (taker, object, "visible", place, &entry->visible);
  _atlas_json_take_number (taker, object, "opacity", place, 0, 1, &entry->opacity);
  take_filter (taker, object, place, entry->wish);
  take_style (taker, object, place, entry->wish);
  entry->columns = _atlas_json_take_object (taker, object, "columns", place);
  entry->more = json_object_ref (object);
  for (guint i = 0; entry->id != NULL && i < self->layers->len; i++)
    if (g_str_equal (((AtlasProjectEntry *) g_ptr_array_index (self->layers, i))->id, entry->id))
      {
        _atlas_json_take_fail (taker, place, _("there is another layer with this id"));
        g_clear_pointer (&entry->id, g_free);
      }
  /* Of a newer file that names layers in another way nothing can be shown. */
  if (entry->id == NULL || (!entry->shipped && entry->path == NULL && entry->refused == NULL))
    {
      entry_free (entry);
      return;
    }
  g_ptr_array_add (self->layers, entry);
  if (entry->outside && !g_ptr_array_find_with_equal_func (self->outside, entry->path, g_str_equal, NULL))
    g_ptr_array_add (self->outside, g_strdup (entry->path));
}

static void
take_bookmark (AtlasProjectFile     *self,
               AtlasJsonTaker       *taker,
               JsonNode             *node,
               const AtlasJsonPlace *place)
{
  AtlasBookmark *bookmark;
  gboolean there;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      _atlas_json_take_fail (taker, place, _("an object was expected"));
      return;
    }
  bookmark = g_new0 (AtlasBookmark, 1);
  _atlas_json_take_string (taker, json_node_get_object (node), "name", place, MOST_TITLE, &bookmark->name);
  take_view (taker, json_node_get_object (node), place, &there, &bookmark->view);
  bookmark->more = json_object_ref (json_node_get_object (node));
  if (bookmark->name != NULL && there)
    {
      g_ptr_array_add (self->bookmarks, bookmark);
      return;
    }
  _atlas_json_take_fail (taker, place, _("a name and a view were expected"));
  _atlas_bookmark_free (bookmark);
}

static void
take_basemap (AtlasProjectFile *self,
              AtlasJsonTaker   *taker,
              JsonObject       *object)
{
  const AtlasJsonPlace here = { NULL, "basemap", 0 };
  g_autoptr (JsonNode) node = _atlas_json_take_object (taker, object, "basemap", NULL);

  if (node == NULL)
    return;
  _atlas_json_take_boolean (taker, json_node_get_object (node), "visible", &here, &self->basemap_visible);
  _atlas_json_take_number (taker, json_node_get_object (node), "opacity", &here, 0, 1, &self->basemap_opacity);
}

static void
take_lists (AtlasProjectFile *self,
            AtlasJsonTaker   *taker,
            JsonObject       *object,
            const char       *folder)
{
  const AtlasJsonPlace layers_place = { NULL, "layers", 0 }, bookmarks_place = { NULL, "bookmarks", 0 };
  const AtlasJsonPlace journeys_place = { NULL, "itineraries", 0 };
  g_autoptr (JsonNode) layers = _atlas_json_take_array (taker, object, "layers", NULL, MOST_LAYERS);
  g_autoptr (JsonNode) bookmarks = _atlas_json_take_array (taker, object, "bookmarks", NULL, MOST_BOOKMARKS);
  g_autoptr (JsonNode) journeys = _atlas_json_take_array (taker, object, "itineraries", NULL, MOST_JOURNEYS);

  for (guint i = 0; layers != NULL && taker->error == NULL && i < json_array_get_length (json_node_get_array (layers)); i++)
    {
      const AtlasJsonPlace place = { &layers_place, NULL, i };

      take_layer (self, taker, json_array_get_element (json_node_get_array (layers), i), &place, folder);
    }
  for (guint i = 0; bookmarks != NULL && i < json_array_get_length (json_node_get_array (bookmarks)); i++)
    {
      const AtlasJsonPlace place = { &bookmarks_place, NULL, i };

      take_bookmark (self, taker, json_array_get_element (json_node_get_array (bookmarks), i), &place);
    }
  for (guint i = 0; journeys != NULL && i < json_array_get_length (json_node_get_array (journeys)); i++)
    {
      const AtlasJsonPlace place = { &journeys_place, NULL, i };
      JsonNode *node = json_array_get_element (json_node_get_array (journeys), i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        g_ptr_array_add (self->journeys, _atlas_journey_take_json (json_node_get_object (node), taker, &place));
      else
        _atlas_json_take_fail (taker, &place, _("an object was expected"));
    }
  self->layouts = _atlas_json_take_array (taker, object, "layouts", NULL, MOST_LAYOUTS);
}

/* -- the whole ---------------------------------------------------------------------------------------------------- */

/* "<data>:4:14: Parse error …": the parser itself no longer knows. */
static void
get_place (const char *message,
           guint      *line,
           guint      *character)
{
  const char *at = strchr (message, ':');
  char *end;

  *line = *character = 1;
  if (at == NULL)
    return;
  *line = MAX (1, (guint) g_ascii_strtoull (at + 1, &end, 10));
  if (*end == ':')
    *character = MAX (1, (guint) g_ascii_strtoull (end + 1, NULL, 10));
}

static JsonNode *
parse (const char *json,
       gsize       length,
       const char *name,
       GError    **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) why = NULL;
  guint line, character;

  if (length > MOST_BYTES)
    g_set_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_TOO_BIG,
                 _("“%s” is too big for a project: 16 MiB are the most. The file was not changed."), name);
  else if (!atlas_json_is_sane_up_to (json, length, MOST_BYTES))
    g_set_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_FORMAT,
                 _("“%s” is no project of Taihang Atlas: it is no UTF-8 text, or nested far too deeply. The file was not changed."), name);
  else if (!json_parser_load_from_data (parser, json, (gssize) length, &why))
    {
      get_place (why->message, &line, &character);
      g_set_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_FORMAT,
                   _("“%s” is no project, or a broken one: line %u, near character %u, is not JSON. The file was not changed."), name,
                   line, character);
    }
  else if (json_parser_get_root (parser) == NULL || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    g_set_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_FORMAT,
                 _("“%s” is no project of Taihang Atlas: it is not a JSON object. The file was not changed."), name);
  else
    return json_parser_steal_root (parser);
  return NULL;
}

AtlasProjectFile *
atlas_project_file_new_from_json (const char *json,
                                  gssize      length,
                                  const char *folder,
                                  const char *name,
                                  GError    **error)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (AtlasProjectFile) self = new_file ();
  g_autofree char *format = NULL;
  AtlasJsonTaker taker = { NULL, FALSE };
  JsonObject *object;
  double version = 0;

  g_return_val_if_fail (json != NULL && folder != NULL && name != NULL, NULL);

  root = parse (json, length < 0 ? strlen (json) : (gsize) length, name, error);
  if (root == NULL)
    return NULL;
  object = json_node_get_object (root);
  _atlas_json_take_string (&taker, object, "format", NULL, MOST_TITLE, &format);
  _atlas_json_take_number (&taker, object, "version", NULL, 1, G_MAXINT, &version);
  if (taker.error == NULL && (g_strcmp0 (format, ATLAS_PROJECT_FILE_FORMAT) != 0 || version < 1))
    _atlas_json_take_fail (&taker, NULL, _("it has no “format” and “version” of ours"));
  self->newer = version > ATLAS_PROJECT_FILE_VERSION;
  taker.lenient = self->newer;
  _atlas_json_take_string (&taker, object, "title", NULL, MOST_TITLE, &self->title);
  take_view (&taker, object, NULL, &self->has_view, &self->view);
  take_basemap (self, &taker, object);
  take_lists (self, &taker, object, folder);
  self->more = json_object_ref (object);
  self->checksum = atlas_project_file_checksum (json, length);
  if (taker.error == NULL)
    return g_steal_pointer (&self);
  g_set_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_FORMAT, _("“%s” is no project, or a broken one: %s. The file was not changed."),
               name, taker.error->message);
  g_clear_error (&taker.error);
  return NULL;
}

AtlasProjectFile *
atlas_project_file_load (GFile   *file,
                         GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *folder = NULL, *name = NULL, *json = NULL;
  guint64 size;
  gsize length;

  if (path == NULL)
    {
      g_set_error_literal (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_REMOTE, _("A project can only be opened from a folder of this computer."));
      return NULL;
    }
  name = g_filename_display_basename (path);
  if (!atlas_file_check (path, &size, error))
    return NULL;
  if (size > MOST_BYTES)
    {
      g_set_error (error, ATLAS_PROJECT_ERROR, ATLAS_PROJECT_ERROR_TOO_BIG,
                   _("“%s” is too big for a project: 16 MiB are the most. The file was not changed."), name);
      return NULL;
    }
  if (!g_file_get_contents (path, &json, &length, error))
    return NULL;
  folder = g_path_get_dirname (path);
  return atlas_project_file_new_from_json (json, (gssize) length, folder, name, error);
}

static void
run_load (GTask        *task,
          gpointer      source,
          gpointer      data,
          GCancellable *cancellable)
{
  GError *error = NULL;
  AtlasProjectFile *self = atlas_project_file_load (G_FILE (data), &error);

  if (self != NULL)
    g_task_return_pointer (task, self, (GDestroyNotify) atlas_project_file_free);
  else
    g_task_return_error (task, error);
}

void
atlas_project_file_load_async (GFile              *file,
                               GCancellable       *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer            user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, atlas_project_file_load_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, run_load);
}

AtlasProjectFile *
atlas_project_file_load_finish (GAsyncResult *result,
                                GError      **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
