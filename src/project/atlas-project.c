/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasProject: the layers that the user works on, over the offline basemap.  Owns its layers and the reading of their
 * files.  Main thread only; no display needed, so the command line uses it as the window does. */

#include "project/atlas-project-private.h"

#include <glib/gi18n-lib.h>

#include "data/atlas-data-error.h"
#include "data/atlas-paths.h"

/* The shipped layers, bottom first. */
static const struct
{
  const char     *id;
  const char     *title;
  const char     *style;
  AtlasLayerRole  role;
} shipped_layers[] = {
  { "land", N_("Land"), "land", ATLAS_LAYER_GROUND },
  { "counties", N_("Counties and districts"), "counties", ATLAS_LAYER_GROUND },
  { "relief", N_("Relief"), "relief", ATLAS_LAYER_GROUND },
  { "rivers", N_("Rivers"), "rivers", ATLAS_LAYER_GROUND },
  { "rivers-gshhg", N_("Rivers"), "rivers", ATLAS_LAYER_GROUND },
  { "reservoirs", N_("Lakes and reservoirs"), "reservoirs", ATLAS_LAYER_GROUND },
  { "roads-rail", N_("Roads and railways"), "roads-rail", ATLAS_LAYER_GROUND },
  { "context", N_("Cities around"), "context", ATLAS_LAYER_GROUND },
  { "stations", N_("Stations and airports"), "stations", ATLAS_LAYER_GROUND },
  { "peaks", N_("Peaks"), "peaks", ATLAS_LAYER_GROUND },
  { "towns", N_("Towns"), "towns", ATLAS_LAYER_GROUND },
  { "basin", N_("Zhuozhang River basin"), "basin", ATLAS_LAYER_SUBJECT },
  { "taihang1", N_("Taihang No. 1 tourist road"), "taihang1", ATLAS_LAYER_SUBJECT },
  { "key-projects", N_("Key projects"), "key-projects", ATLAS_LAYER_SUBJECT },
  { "sponge", N_("Sponge-city projects"), "sponge", ATLAS_LAYER_SUBJECT },
  { "scenic", N_("Scenic spots"), "scenic", ATLAS_LAYER_SUBJECT },
};

enum
{
  PROP_0,
  PROP_BASEMAP_VISIBLE,
  PROP_BASEMAP_OPACITY,
  N_PROPS,
};

enum
{
  OPENED,
  FAILED,
  WORK_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* One reading of one file. */
typedef struct
{
  AtlasProject *project;
  AtlasLayer   *layer;
  GCancellable *cancellable;
} Load;

static void
load_free (Load *load)
{
  g_object_unref (load->project);
  g_object_unref (load->layer);
  g_object_unref (load->cancellable);
  g_free (load);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Load, load_free)

static GType
get_item_type (GListModel *model)
{
  return ATLAS_TYPE_LAYER;
}

static guint
get_n_items (GListModel *model)
{
  return ATLAS_PROJECT (model)->layers->len;
}

static gpointer
get_item (GListModel *model,
          guint       position)
{
  AtlasProject *self = ATLAS_PROJECT (model);

  return position < self->layers->len ? g_object_ref (g_ptr_array_index (self->layers, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AtlasProject, atlas_project, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

/* Reading holds a reference to the project: whoever drops it says so by removing the layers or by this. */
static void
atlas_project_dispose (GObject *object)
{
  AtlasProject *self = ATLAS_PROJECT (object);

  g_hash_table_remove_all (self->loads);
  G_OBJECT_CLASS (atlas_project_parent_class)->dispose (object);
}

static void
atlas_project_finalize (GObject *object)
{
  AtlasProject *self = ATLAS_PROJECT (object);

  g_ptr_array_unref (self->layers);
  g_ptr_array_unref (self->ground);
  g_hash_table_unref (self->loads);
  _atlas_project_clear_work (self);
  g_ptr_array_unref (self->bookmarks);
  g_ptr_array_unref (self->journeys);
  G_OBJECT_CLASS (atlas_project_parent_class)->finalize (object);
}

static void
atlas_project_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  AtlasProject *self = ATLAS_PROJECT (object);

  switch (id)
    {
    case PROP_BASEMAP_VISIBLE:
      g_value_set_boolean (value, self->basemap_visible);
      break;
    case PROP_BASEMAP_OPACITY:
      g_value_set_double (value, self->basemap_opacity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
atlas_project_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  AtlasProject *self = ATLAS_PROJECT (object);

  switch (id)
    {
    case PROP_BASEMAP_VISIBLE:
      atlas_project_set_basemap_visible (self, g_value_get_boolean (value));
      break;
    case PROP_BASEMAP_OPACITY:
      atlas_project_set_basemap_opacity (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
atlas_project_class_init (AtlasProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = atlas_project_dispose;
  object_class->finalize = atlas_project_finalize;
  object_class->get_property = atlas_project_get_property;
  object_class->set_property = atlas_project_set_property;
  properties[PROP_BASEMAP_VISIBLE] = g_param_spec_boolean ("basemap-visible", NULL, NULL, TRUE, flags);
  properties[PROP_BASEMAP_OPACITY] = g_param_spec_double ("basemap-opacity", NULL, NULL, 0, 1, 1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[OPENED] = g_signal_new ("opened", ATLAS_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, ATLAS_TYPE_LAYER);
  signals[FAILED] = g_signal_new ("failed", ATLAS_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, ATLAS_TYPE_LAYER);
  signals[WORK_CHANGED] = g_signal_new ("work-changed", ATLAS_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 0);
  g_signal_new ("complained", ATLAS_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, ATLAS_TYPE_LAYER,
                G_TYPE_STRING);
}

static void
atlas_project_init (AtlasProject *self)
{
  self->layers = g_ptr_array_new_with_free_func (g_object_unref);
  self->ground = g_ptr_array_new_with_free_func (g_object_unref);
  self->loads = g_hash_table_new_full (NULL, NULL, g_object_unref, g_object_unref);
  self->home = (AtlasExtent){ 111.98, 35.82, 113.72, 37.15 };
  self->basemap_visible = TRUE;
  self->basemap_opacity = 1;
  _atlas_project_init_work (self);
}

AtlasProject *
atlas_project_new (void)
{
  return g_object_new (ATLAS_TYPE_PROJECT, NULL);
}

static gboolean
find_ground (AtlasProject *self,
             const char   *id)
{
  for (guint i = 0; i < self->ground->len; i++)
    if (g_str_equal (atlas_layer_get_id (g_ptr_array_index (self->ground, i)), id))
      return TRUE;
  return FALSE;
}

static AtlasLayer *
new_shipped (gsize    which,
             GError **error)
{
  g_autofree char *name = g_strconcat (shipped_layers[which].id, ".tai", NULL);
  g_autofree char *path = g_build_filename (atlas_paths_get_layers (), name, NULL);
  g_autoptr (GPtrArray) tables = atlas_table_open_file (path, error);
  g_autoptr (AtlasStyle) style = NULL;
  AtlasLayer *layer;

  if (tables == NULL)
    {
      g_prefix_error (error, _("The map's own layer “%s” cannot be opened: "), _(shipped_layers[which].title));
      return NULL;
    }
  layer = atlas_layer_new (shipped_layers[which].id, _(shipped_layers[which].title), shipped_layers[which].role, NULL);
  style = atlas_style_new_shipped (shipped_layers[which].style);
  atlas_layer_set_table (layer, g_ptr_array_index (tables, 0), style);
  return layer;
}

AtlasLayer *
_atlas_project_new_shipped (const char *id,
                            GError    **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shipped_layers); i++)
    if (shipped_layers[i].role == ATLAS_LAYER_SUBJECT && g_str_equal (shipped_layers[i].id, id))
      return new_shipped (i, error);
  g_set_error (error, ATLAS_DATA_ERROR, ATLAS_DATA_ERROR_NOT_FOUND,
               _("This version of the program has no layer “%s” of its own."), id);
  return NULL;
}

gboolean
atlas_project_add_shipped (AtlasProject *self,
                           gboolean      subjects,
                           GError      **error)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self), FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (shipped_layers); i++)
    {
      const gboolean subject = shipped_layers[i].role == ATLAS_LAYER_SUBJECT;
      g_autoptr (AtlasLayer) layer = NULL;

      /* The basemap stays when a project is begun anew. */
      if (subject ? !subjects : find_ground (self, shipped_layers[i].id))
        continue;
      layer = new_shipped (i, error);
      if (layer == NULL)
        return FALSE;
      if (g_str_equal (shipped_layers[i].id, "counties"))
        self->home = atlas_table_get_extent (atlas_layer_get_table (layer));
      if (subject)
        atlas_project_add (self, layer);
      else
        g_ptr_array_add (self->ground, g_steal_pointer (&layer));
    }
  return TRUE;
}

const char *
atlas_project_get_shipped_title (AtlasLayer *layer)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (layer), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (shipped_layers); i++)
    if (g_str_equal (shipped_layers[i].id, atlas_layer_get_id (layer)))
      return _(shipped_layers[i].title);
  return NULL;
}

void
atlas_project_add (AtlasProject *self,
                   AtlasLayer   *layer)
{
  g_return_if_fail (ATLAS_IS_PROJECT (self) && ATLAS_IS_LAYER (layer));
  g_ptr_array_add (self->layers, g_object_ref (layer));
  g_list_model_items_changed (G_LIST_MODEL (self), self->layers->len - 1, 0, 1);
}

static void
stop_loading (AtlasProject *self,
              AtlasLayer   *layer)
{
  GCancellable *cancellable = g_hash_table_lookup (self->loads, layer);

  if (cancellable == NULL)
    return;
  g_cancellable_cancel (cancellable);
  g_hash_table_remove (self->loads, layer);
}

void
atlas_project_remove (AtlasProject *self,
                      AtlasLayer   *layer)
{
  guint position;

  g_return_if_fail (ATLAS_IS_PROJECT (self));
  if (!g_ptr_array_find (self->layers, layer, &position))
    return;
  stop_loading (self, layer);
  g_ptr_array_remove_index (self->layers, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

void
atlas_project_move (AtlasProject *self,
                    AtlasLayer   *layer,
                    guint         position)
{
  guint from, first;

  g_return_if_fail (ATLAS_IS_PROJECT (self));
  if (!g_ptr_array_find (self->layers, layer, &from))
    return;
  position = MIN (position, self->layers->len - 1);
  if (from == position)
    return;
  g_ptr_array_insert (self->layers, (int) position, g_ptr_array_steal_index (self->layers, from));
  first = MIN (from, position);
  g_list_model_items_changed (G_LIST_MODEL (self), first, MAX (from, position) - first + 1,
                              MAX (from, position) - first + 1);
}

/* "parcels.geojson" → "parcels"; a file with several layers tells them apart by their names. */
static char *
title_for (GFile      *file,
           const char *layer_name)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = NULL;
  char *dot;

  shown = g_filename_display_name (name != NULL ? name : "?");
  dot = strrchr (shown, '.');
  if (dot != NULL && dot != shown)
    *dot = '\0';
  return layer_name != NULL && *layer_name != '\0' ? g_strdup_printf ("%s · %s", shown, layer_name)
                                                   : g_steal_pointer (&shown);
}

static AtlasLayer *
add_file_layer (AtlasProject *self,
                GFile        *file,
                const char   *layer_name)
{
  g_autofree char *id = g_strdup_printf ("layer-%u", ++self->n_opened);
  g_autofree char *title = title_for (file, layer_name);
  g_autoptr (AtlasLayer) layer = atlas_layer_new (id, title, ATLAS_LAYER_SUBJECT, file);

  atlas_project_add (self, layer);
  return layer;
}

AtlasStyle *
_atlas_project_new_style (AtlasLayer *layer,
                          AtlasTable *table)
{
  return atlas_style_new_default (table, (guint) g_ascii_strtoull (atlas_layer_get_id (layer) + strlen ("layer-"), NULL, 10) - 1);
}

static void
fill_layer (AtlasProject *self,
            AtlasLayer   *layer,
            AtlasTable   *table)
{
  g_autoptr (AtlasStyle) style = NULL;

  if (atlas_layer_get_style (layer) == NULL)
    style = _atlas_project_new_style (layer, table);
  atlas_layer_set_table (layer, table, style);
  g_signal_emit (self, signals[OPENED], 0, layer);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Load) load = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tables = atlas_source_load_finish (result, &error);
  AtlasProject *self = load->project;

  /* A cancelled load belongs to a layer that is gone, or that is being read anew. */
  if (g_cancellable_is_cancelled (load->cancellable))
    return;
  g_hash_table_remove (self->loads, load->layer);
  if (tables == NULL)
    {
      atlas_layer_fail (load->layer, error);
      g_signal_emit (self, signals[FAILED], 0, load->layer);
      return;
    }
  if (tables->len > 1)
    {
      g_autofree char *title = title_for (atlas_layer_get_file (load->layer), atlas_table_get_name (g_ptr_array_index (tables, 0)));

      atlas_layer_set_title (load->layer, title);
      atlas_layer_set_sublayer (load->layer, atlas_table_get_name (g_ptr_array_index (tables, 0)));
    }
  fill_layer (self, load->layer, g_ptr_array_index (tables, 0));
  for (guint i = 1; i < tables->len; i++)
    {
      AtlasTable *table = g_ptr_array_index (tables, i);
      AtlasLayer *layer = add_file_layer (self, atlas_layer_get_file (load->layer), atlas_table_get_name (table));

      atlas_layer_set_sublayer (layer, atlas_table_get_name (table));
      fill_layer (self, layer, table);
    }
}

static void
on_progress (double   fraction,
             guint64  features,
             gpointer user_data)
{
  Load *load = user_data;

  if (!g_cancellable_is_cancelled (load->cancellable))
    atlas_layer_set_progress (load->layer, fraction);
}

static void
start_loading (AtlasProject     *self,
               AtlasLayer       *layer,
               AtlasSourceFlags  flags)
{
  Load *load = g_new0 (Load, 1);

  load->project = g_object_ref (self);
  load->layer = g_object_ref (layer);
  load->cancellable = g_cancellable_new ();
  g_hash_table_replace (self->loads, g_object_ref (layer), g_object_ref (load->cancellable));
  atlas_source_load_async (atlas_layer_get_file (layer), flags, on_progress, load, load->cancellable, on_loaded, load);
}

AtlasLayer *
atlas_project_open (AtlasProject     *self,
                    GFile            *file,
                    AtlasSourceFlags  flags)
{
  AtlasLayer *layer;

  g_return_val_if_fail (ATLAS_IS_PROJECT (self) && G_IS_FILE (file), NULL);
  layer = add_file_layer (self, file, NULL);
  start_loading (self, layer, flags);
  return layer;
}

void
atlas_project_retry (AtlasProject *self,
                     AtlasLayer   *layer)
{
  g_return_if_fail (ATLAS_IS_PROJECT (self) && ATLAS_IS_LAYER (layer));
  if (atlas_layer_get_file (layer) == NULL || !g_ptr_array_find (self->layers, layer, NULL))
    return;
  stop_loading (self, layer);
  atlas_layer_set_loading (layer);
  if (atlas_layer_get_wish (layer) != NULL)
    _atlas_project_read (self, &layer, 1);
  else
    start_loading (self, layer, ATLAS_SOURCE_DEFAULT);
}

void
atlas_project_cancel (AtlasProject *self,
                      AtlasLayer   *layer)
{
  atlas_project_remove (self, layer);
}

guint
atlas_project_get_n_ground (AtlasProject *self)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self), 0);
  return self->ground->len;
}

AtlasLayer *
atlas_project_get_ground (AtlasProject *self,
                          guint         index)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self) && index < self->ground->len, NULL);
  return g_ptr_array_index (self->ground, index);
}

gboolean
atlas_project_get_basemap_visible (AtlasProject *self)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self), FALSE);
  return self->basemap_visible;
}

void
atlas_project_set_basemap_visible (AtlasProject *self,
                                   gboolean      visible)
{
  g_return_if_fail (ATLAS_IS_PROJECT (self));
  visible = visible != FALSE;
  if (self->basemap_visible == visible)
    return;
  self->basemap_visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BASEMAP_VISIBLE]);
}

double
atlas_project_get_basemap_opacity (AtlasProject *self)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self), 1);
  return self->basemap_opacity;
}

void
atlas_project_set_basemap_opacity (AtlasProject *self,
                                   double        opacity)
{
  g_return_if_fail (ATLAS_IS_PROJECT (self));
  opacity = CLAMP (opacity, 0, 1);
  if (self->basemap_opacity == opacity)
    return;
  self->basemap_opacity = opacity;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BASEMAP_OPACITY]);
}

AtlasExtent
atlas_project_get_home (AtlasProject *self)
{
  g_return_val_if_fail (ATLAS_IS_PROJECT (self), atlas_extent_empty ());
  return self->home;
}
