/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasLayer: a row of the project.  It owns references to an immutable table and style; replacing either is how a layer
 * changes.  Main thread only. */

#include "project/atlas-layer.h"

struct _AtlasLayer
{
  GObject         parent_instance;
  char           *id;
  char           *title;
  AtlasLayerRole  role;
  GFile          *file;
  AtlasLayerState state;
  double          progress;
  GError         *error;
  AtlasTable     *table;
  AtlasStyle     *style;
  AtlasStyle     *own_style;      /* that it came with */
  AtlasStyleRecipe *recipe;       /* (nullable): of @style when that is another */
  gboolean        of_shown;       /* @recipe was applied to what the filter showed */
  char           *style_json;     /* (nullable): of @style when it was written by hand */
  AtlasLayerWish *wish;           /* (nullable) */
  char           *sublayer;       /* (nullable) */
  JsonNode       *columns;        /* (nullable) */
  JsonObject     *more;           /* (nullable) */
  AtlasFilter    *filter;         /* (nullable) */
  AtlasFilterContext *context;    /* (nullable): of @filter */
  GCancellable   *filtering;      /* (nullable): a filter that is being run */
  AtlasFeatureSet *selection;     /* (nullable) */
  gboolean        visible;
  double          opacity;
};

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_STATE,
  PROP_PROGRESS,
  PROP_TABLE,
  PROP_STYLE,
  PROP_VISIBLE,
  PROP_OPACITY,
  PROP_FILTER,
  PROP_SELECTION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AtlasLayer, atlas_layer, G_TYPE_OBJECT)

static void
atlas_layer_finalize (GObject *object)
{
  AtlasLayer *self = ATLAS_LAYER (object);

  g_free (self->id);
  g_free (self->title);
  g_clear_object (&self->file);
  g_clear_error (&self->error);
  g_clear_pointer (&self->table, atlas_table_unref);
  g_cancellable_cancel (self->filtering);
  g_clear_object (&self->filtering);
  g_clear_pointer (&self->filter, atlas_filter_unref);
  g_clear_pointer (&self->context, atlas_filter_context_unref);
  g_clear_pointer (&self->selection, atlas_feature_set_unref);
  g_clear_pointer (&self->style, atlas_style_unref);
  g_clear_pointer (&self->own_style, atlas_style_unref);
  g_clear_pointer (&self->recipe, atlas_style_recipe_free);
  g_clear_pointer (&self->wish, atlas_layer_wish_free);
  g_clear_pointer (&self->columns, json_node_unref);
  g_clear_pointer (&self->more, json_object_unref);
  g_free (self->style_json);
  g_free (self->sublayer);
  G_OBJECT_CLASS (atlas_layer_parent_class)->finalize (object);
}

static void
atlas_layer_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  AtlasLayer *self = ATLAS_LAYER (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_STATE:
      g_value_set_int (value, self->state);
      break;
    case PROP_PROGRESS:
      g_value_set_double (value, self->progress);
      break;
    case PROP_TABLE:
      g_value_set_pointer (value, self->table);
      break;
    case PROP_STYLE:
      g_value_set_pointer (value, self->style);
      break;
    case PROP_VISIBLE:
      g_value_set_boolean (value, self->visible);
      break;
    case PROP_OPACITY:
      g_value_set_double (value, self->opacity);
      break;
    case PROP_FILTER:
      g_value_set_pointer (value, self->filter);
      break;
    case PROP_SELECTION:
      g_value_set_pointer (value, self->selection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
atlas_layer_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  AtlasLayer *self = ATLAS_LAYER (object);

  switch (id)
    {
    case PROP_TITLE:
      atlas_layer_set_title (self, g_value_get_string (value));
      break;
    case PROP_VISIBLE:
      atlas_layer_set_visible (self, g_value_get_boolean (value));
      break;
    case PROP_OPACITY:
      atlas_layer_set_opacity (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
atlas_layer_class_init (AtlasLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags both = read | G_PARAM_WRITABLE;

  object_class->finalize = atlas_layer_finalize;
  object_class->get_property = atlas_layer_get_property;
  object_class->set_property = atlas_layer_set_property;

  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, both);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, ATLAS_LAYER_FAILED, ATLAS_LAYER_LOADING, read);
  properties[PROP_PROGRESS] = g_param_spec_double ("progress", NULL, NULL, -1, 1, -1, read);
  properties[PROP_TABLE] = g_param_spec_pointer ("table", NULL, NULL, read);
  properties[PROP_STYLE] = g_param_spec_pointer ("style", NULL, NULL, read);
  properties[PROP_VISIBLE] = g_param_spec_boolean ("visible", NULL, NULL, TRUE, both);
  properties[PROP_OPACITY] = g_param_spec_double ("opacity", NULL, NULL, 0, 1, 1, both);
  properties[PROP_FILTER] = g_param_spec_pointer ("filter", NULL, NULL, read);
  properties[PROP_SELECTION] = g_param_spec_pointer ("selection", NULL, NULL, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
atlas_layer_init (AtlasLayer *self)
{
  self->state = ATLAS_LAYER_LOADING;
  self->progress = -1;
  self->visible = TRUE;
  self->opacity = 1;
}

AtlasLayer *
atlas_layer_new (const char     *id,
                 const char     *title,
                 AtlasLayerRole  role,
                 GFile          *file)
{
  AtlasLayer *self = g_object_new (ATLAS_TYPE_LAYER, NULL);

  self->id = g_strdup (id);
  self->title = g_strdup (title);
  self->role = role;
  g_set_object (&self->file, file);
  return self;
}

const char *
atlas_layer_get_id (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->id;
}

AtlasLayerRole
atlas_layer_get_role (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), ATLAS_LAYER_SUBJECT);
  return self->role;
}

GFile *
atlas_layer_get_file (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->file;
}

void
atlas_layer_set_file (AtlasLayer *self,
                      GFile      *file)
{
  g_return_if_fail (ATLAS_IS_LAYER (self) && G_IS_FILE (file));
  g_set_object (&self->file, file);
  if (self->wish != NULL)
    g_clear_pointer (&self->wish->source, json_node_unref);
}

const char *
atlas_layer_get_sublayer (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->sublayer;
}

void
atlas_layer_set_sublayer (AtlasLayer *self,
                          const char *name)
{
  char *copy;

  g_return_if_fail (ATLAS_IS_LAYER (self));
  copy = g_strdup (name);
  g_free (self->sublayer);
  self->sublayer = copy;
}

const char *
atlas_layer_get_title (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->title;
}

void
atlas_layer_set_title (AtlasLayer *self,
                       const char *title)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  if (g_strcmp0 (self->title, title) == 0)
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

AtlasLayerState
atlas_layer_get_state (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), ATLAS_LAYER_FAILED);
  return self->state;
}

static void
set_state (AtlasLayer      *self,
           AtlasLayerState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

double
atlas_layer_get_progress (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), -1);
  return self->progress;
}

void
atlas_layer_set_progress (AtlasLayer *self,
                          double      progress)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  progress = progress < 0 ? -1 : MIN (progress, 1);
  if (self->progress == progress)
    return;
  self->progress = progress;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROGRESS]);
}

const GError *
atlas_layer_get_error (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->error;
}

AtlasTable *
atlas_layer_get_table (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->table;
}

AtlasSchema *
atlas_layer_get_schema (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->file != NULL ? atlas_schema_find_for_file (self->file) : atlas_schema_find (self->id);
}

AtlasStyle *
atlas_layer_get_style (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->style;
}

void
atlas_layer_set_style (AtlasLayer *self,
                       AtlasStyle *style)
{
  g_return_if_fail (ATLAS_IS_LAYER (self) && style != NULL);
  if (self->style == style)
    return;
  atlas_style_ref (style);
  g_clear_pointer (&self->style, atlas_style_unref);
  self->style = style;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STYLE]);
}

const AtlasStyleRecipe *
atlas_layer_get_recipe (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->recipe;
}

/* Whoever chooses a style no longer wants the one before, nor the one that the project file asked for. */
static void
forget_style (AtlasLayer *self)
{
  g_clear_pointer (&self->recipe, atlas_style_recipe_free);
  g_clear_pointer (&self->style_json, g_free);
  self->of_shown = FALSE;
  if (self->wish != NULL)
    {
      g_clear_pointer (&self->wish->recipe, atlas_style_recipe_free);
      g_clear_pointer (&self->wish->style_json, g_free);
    }
}

gboolean
atlas_layer_recipe_is_of_shown (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), FALSE);
  return self->of_shown;
}

void
atlas_layer_set_style_json (AtlasLayer *self,
                            const char *json,
                            AtlasStyle *style)
{
  char *copy;

  g_return_if_fail (ATLAS_IS_LAYER (self) && json != NULL && style != NULL);
  copy = g_strdup (json);
  forget_style (self);
  self->style_json = copy;
  atlas_layer_set_style (self, style);
}

const char *
atlas_layer_get_style_json (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->style_json;
}

void
atlas_layer_set_recipe (AtlasLayer             *self,
                        const AtlasStyleRecipe *recipe,
                        AtlasStyle             *style)
{
  AtlasStyleRecipe *copy;

  g_return_if_fail (ATLAS_IS_LAYER (self) && recipe != NULL && style != NULL);

  /* @recipe may be our own. */
  copy = atlas_style_recipe_copy (recipe);
  forget_style (self);
  self->recipe = copy;
  self->of_shown = self->filter != NULL;
  atlas_layer_set_style (self, style);
}

void
atlas_layer_reset_style (AtlasLayer *self)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  forget_style (self);
  if (self->own_style != NULL)
    atlas_layer_set_style (self, self->own_style);
}

static void
put_table (AtlasLayer *self,
           AtlasTable *table)
{
  if (self->table == table)
    return;
  atlas_table_ref (table);
  g_clear_pointer (&self->table, atlas_table_unref);
  self->table = table;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TABLE]);
}

/* The same filter over another table: a file that was read again. */
static void
on_filtered_again (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  /* It may ask for a field that is gone: then all is shown, as the panel says. */
  if (!atlas_layer_filter_finish (ATLAS_LAYER (object), result, &error) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    atlas_layer_set_filter (ATLAS_LAYER (object), NULL, NULL, NULL);
}

void
atlas_layer_set_table (AtlasLayer *self,
                       AtlasTable *table,
                       AtlasStyle *style)
{
  gboolean changed;

  g_return_if_fail (ATLAS_IS_LAYER (self) && table != NULL);

  changed = self->table == NULL || atlas_table_get_whole (self->table) != table;
  g_object_freeze_notify (G_OBJECT (self));
  if (changed)
    {
      atlas_layer_set_selection (self, NULL);
      put_table (self, table);
    }
  if (style != NULL)
    {
      atlas_style_ref (style);
      g_clear_pointer (&self->own_style, atlas_style_unref);
      self->own_style = style;
      g_clear_pointer (&self->recipe, atlas_style_recipe_free);
      g_clear_pointer (&self->style_json, g_free);
      atlas_layer_set_style (self, style);
    }
  g_clear_error (&self->error);
  set_state (self, ATLAS_LAYER_READY);
  if (changed && self->filter != NULL)
    atlas_layer_filter_async (self, self->filter, self->context, on_filtered_again, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

AtlasFilter *
atlas_layer_get_filter (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->filter;
}

AtlasFilterContext *
atlas_layer_get_filter_context (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->context;
}

void
atlas_layer_set_filter (AtlasLayer         *self,
                        AtlasFilter        *filter,
                        AtlasFilterContext *context,
                        AtlasFeatureSet    *found)
{
  g_autoptr (AtlasTable) table = NULL;
  AtlasFilter *old;

  g_return_if_fail (ATLAS_IS_LAYER (self) && self->table != NULL);
  g_return_if_fail ((filter == NULL) == (found == NULL));

  g_cancellable_cancel (self->filtering);
  g_clear_object (&self->filtering);
  if (self->wish != NULL)
    {
      g_clear_pointer (&self->wish->where, g_free);
      g_clear_pointer (&self->wish->places, json_node_unref);
    }
  old = self->filter;
  self->filter = filter != NULL ? atlas_filter_ref (filter) : NULL;
  g_clear_pointer (&old, atlas_filter_unref);
  if (context != NULL)
    atlas_filter_context_ref (context);
  g_clear_pointer (&self->context, atlas_filter_context_unref);
  self->context = context;

  table = found != NULL ? atlas_table_new_filtered (self->table, found) : atlas_table_ref (atlas_table_get_whole (self->table));
  g_object_freeze_notify (G_OBJECT (self));
  put_table (self, table);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILTER]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* What a worker needs to run a filter. */
typedef struct
{
  AtlasTable         *table;
  AtlasFilter        *filter;
  AtlasFilterContext *context;
} Filtering;

static void
filtering_free (gpointer data)
{
  Filtering *self = data;

  atlas_table_unref (self->table);
  atlas_filter_unref (self->filter);
  g_clear_pointer (&self->context, atlas_filter_context_unref);
  g_free (self);
}

static void
run_filter (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  Filtering *self = task_data;
  g_autoptr (GError) error = NULL;
  AtlasFeatureSet *found = atlas_filter_run (self->filter, self->table, self->context, cancellable, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) atlas_feature_set_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
atlas_layer_filter_async (AtlasLayer          *self,
                          AtlasFilter         *filter,
                          AtlasFilterContext  *context,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GTask) task = NULL;
  Filtering *filtering;

  g_return_if_fail (ATLAS_IS_LAYER (self) && self->table != NULL && filter != NULL);

  g_cancellable_cancel (self->filtering);
  g_set_object (&self->filtering, cancellable);
  filtering = g_new0 (Filtering, 1);
  filtering->table = atlas_table_ref (atlas_table_get_whole (self->table));
  filtering->filter = atlas_filter_ref (filter);
  filtering->context = context != NULL ? atlas_filter_context_ref (context) : NULL;
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, atlas_layer_filter_async);
  g_task_set_task_data (task, filtering, filtering_free);
  g_task_run_in_thread (task, run_filter);
}

gboolean
atlas_layer_filter_finish (AtlasLayer    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_autoptr (AtlasFeatureSet) found = NULL;
  Filtering *filtering;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return FALSE;
  filtering = g_task_get_task_data (G_TASK (result));
  atlas_layer_set_filter (self, filtering->filter, filtering->context, found);
  return TRUE;
}

AtlasLayerWish *
atlas_layer_get_wish (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->wish;
}

void
atlas_layer_take_wish (AtlasLayer     *self,
                       AtlasLayerWish *wish)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  if (self->wish == wish)
    return;
  g_clear_pointer (&self->wish, atlas_layer_wish_free);
  self->wish = wish;
}

JsonNode *
atlas_layer_get_columns (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->columns;
}

void
atlas_layer_set_columns (AtlasLayer *self,
                         JsonNode   *columns)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  if (columns != NULL)
    json_node_ref (columns);
  g_clear_pointer (&self->columns, json_node_unref);
  self->columns = columns;
}

JsonObject *
atlas_layer_get_more (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->more;
}

void
atlas_layer_set_more (AtlasLayer *self,
                      JsonObject *more)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  if (more != NULL)
    json_object_ref (more);
  g_clear_pointer (&self->more, json_object_unref);
  self->more = more;
}

AtlasFeatureSet *
atlas_layer_get_selection (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), NULL);
  return self->selection;
}

void
atlas_layer_set_selection (AtlasLayer      *self,
                           AtlasFeatureSet *selection)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  if (selection != NULL && atlas_feature_set_get_count (selection) == 0)
    selection = NULL;
  if (self->selection == selection)
    return;
  g_return_if_fail (selection == NULL || (self->table != NULL && atlas_feature_set_get_n_features (selection)
                                                                    == atlas_table_get_n_features (self->table)));
  if (selection != NULL)
    atlas_feature_set_ref (selection);
  g_clear_pointer (&self->selection, atlas_feature_set_unref);
  self->selection = selection;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTION]);
}

void
atlas_layer_set_loading (AtlasLayer *self)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  g_clear_error (&self->error);
  atlas_layer_set_progress (self, -1);
  set_state (self, ATLAS_LAYER_LOADING);
}

void
atlas_layer_fail (AtlasLayer   *self,
                  const GError *error)
{
  g_return_if_fail (ATLAS_IS_LAYER (self) && error != NULL);
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  set_state (self, ATLAS_LAYER_FAILED);
}

gboolean
atlas_layer_get_visible (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), FALSE);
  return self->visible;
}

void
atlas_layer_set_visible (AtlasLayer *self,
                         gboolean    visible)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  visible = visible != FALSE;
  if (self->visible == visible)
    return;
  self->visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE]);
}

double
atlas_layer_get_opacity (AtlasLayer *self)
{
  g_return_val_if_fail (ATLAS_IS_LAYER (self), 1);
  return self->opacity;
}

void
atlas_layer_set_opacity (AtlasLayer *self,
                         double      opacity)
{
  g_return_if_fail (ATLAS_IS_LAYER (self));
  opacity = CLAMP (opacity, 0, 1);
  if (self->opacity == opacity)
    return;
  self->opacity = opacity;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPACITY]);
}
