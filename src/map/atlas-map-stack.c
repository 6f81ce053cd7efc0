/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The layers of the map, kept in step with a project.
 *
 * Owned by the map's view, main thread.  From the bottom: the whole basemap as one layer, the band of a journey, the subjects
 * in their order, the outlines of what is selected, that of what a card tells about, the names, the pins.  Nothing is painted
 * here: a layer is told its content and what shows, and asks the
 * workers for what is wanting. */

#include "map/atlas-map-stack.h"

#include "map/atlas-name-layer.h"
#include "map/atlas-vector-layer.h"
#include "project/atlas-km-posts.h"
#include "render/atlas-scene.h"

/* A subject and its layer of the map. */
typedef struct
{
  AtlasLayer       *layer;
  AtlasVectorLayer *widget;       /* (unowned) a child of the map */
} Subject;

struct _AtlasMapStack
{
  GObject           parent_instance;
  ShumateMap       *map;          /* (unowned) */
  AtlasProject     *project;
  AtlasPaintQueue  *queue;
  AtlasBlockPool   *pool;
  AtlasVectorLayer *basemap;      /* (unowned), all layers: children of the map */
  AtlasVectorLayer *route;
  GPtrArray        *subjects;     /* Subject, bottom first */
  AtlasVectorLayer *selection;
  AtlasVectorLayer *highlight;
  AtlasNameLayer   *names;
  AtlasPinLayer    *pins;
  gboolean          names_stale;
  AtlasLayer       *lit;          /* (unowned) the layer of the highlight; %NULL: none */
  gsize             lit_feature;
};

G_DEFINE_FINAL_TYPE (AtlasMapStack, atlas_map_stack, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
emit_changed (AtlasMapStack *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
names_changed (AtlasMapStack *self)
{
  self->names_stale = TRUE;
  emit_changed (self);
}

static void
update_highlight (AtlasMapStack *self)
{
  AtlasTable *table = self->lit != NULL ? atlas_layer_get_table (self->lit) : NULL;
  AtlasStyle *style = self->lit != NULL ? atlas_layer_get_style (self->lit) : NULL;
  g_autoptr (AtlasBlockContent) content = NULL;

  if (table != NULL && style != NULL && self->lit_feature < atlas_table_get_n_features (table))
    content = atlas_block_content_new_highlight (table, style, self->lit_feature);
  atlas_vector_layer_set_content (self->highlight, content, FALSE);
  emit_changed (self);
}

/* Outlines what is selected in the layers that are seen. */
static void
update_selection (AtlasMapStack *self)
{
  g_autoptr (AtlasBlockContent) content = NULL;

  for (guint i = 0; i < self->subjects->len; i++)
    {
      AtlasLayer *layer = ((Subject *) g_ptr_array_index (self->subjects, i))->layer;
      AtlasFeatureSet *selection = atlas_layer_get_selection (layer);
      AtlasTable *table = atlas_layer_get_table (layer);
      AtlasStyle *style = atlas_layer_get_style (layer);

      if (selection == NULL || table == NULL || style == NULL || !atlas_layer_get_visible (layer))
        continue;
      if (content == NULL)
        content = atlas_block_content_new (FALSE);
      atlas_block_content_add_selection (content, table, style, selection);
    }
  atlas_vector_layer_set_content (self->selection, content, FALSE);
  emit_changed (self);
}

static void on_subject_changed (AtlasLayer    *layer,
                                GParamSpec    *pspec,
                                AtlasMapStack *self);

static void
on_posts_made (GObject      *layer,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (AtlasMapStack) self = data;

  atlas_km_posts_prepare_finish (ATLAS_LAYER (layer), result);
  if (self->map != NULL)
    on_subject_changed (ATLAS_LAYER (layer), NULL, self);
}

/* What shows of a subject: state, table, style, visibility or opacity changed. */
static void
on_subject_changed (AtlasLayer    *layer,
                    GParamSpec    *pspec,
                    AtlasMapStack *self)
{
  AtlasTable *table = atlas_layer_get_table (layer);
  AtlasStyle *style = atlas_layer_get_style (layer);
  g_autoptr (AtlasBlockContent) content = NULL;
  Subject *subject = NULL;

  for (guint i = 0; i < self->subjects->len && subject == NULL; i++)
    if (((Subject *) g_ptr_array_index (self->subjects, i))->layer == layer)
      subject = g_ptr_array_index (self->subjects, i);
  if (subject == NULL)
    return;

  if (table != NULL && style != NULL)
    {
      content = atlas_block_content_new (FALSE);
      atlas_block_content_add (content, table, style);
      /* The map comes without posts rather than late. */
      if (atlas_km_posts_prepare (layer, on_posts_made, self))
        g_object_ref (self);
      else if (atlas_km_posts_get (layer, &table, &style))
        atlas_block_content_add (content, table, style);
    }
  atlas_vector_layer_set_content (subject->widget, content, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (subject->widget), atlas_layer_get_visible (layer));
  gtk_widget_set_opacity (GTK_WIDGET (subject->widget), atlas_layer_get_opacity (layer));
  if (layer == self->lit)
    update_highlight (self);
  if (atlas_layer_get_selection (layer) != NULL)
    update_selection (self);
  names_changed (self);
}

static void
on_ground_changed (AtlasMapStack *self)
{
  g_autoptr (AtlasBlockContent) content = atlas_block_content_new (TRUE);

  for (guint i = 0; i < atlas_project_get_n_ground (self->project); i++)
    {
      AtlasLayer *layer = atlas_project_get_ground (self->project, i);
      AtlasTable *table = atlas_layer_get_table (layer);
      AtlasStyle *style = atlas_layer_get_style (layer);

      if (table != NULL && style != NULL && atlas_layer_get_visible (layer))
        atlas_block_content_add (content, table, style);
    }
  atlas_vector_layer_set_content (self->basemap, content, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->basemap), atlas_project_get_basemap_visible (self->project));
  gtk_widget_set_opacity (GTK_WIDGET (self->basemap), atlas_project_get_basemap_opacity (self->project));
  names_changed (self);
}

static AtlasVectorLayer *
new_layer (AtlasMapStack *self)
{
  AtlasVectorLayer *layer = atlas_vector_layer_new (shumate_map_get_viewport (self->map), self->queue, self->pool);

  g_signal_connect_object (layer, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  return layer;
}

static void
subject_free (gpointer data)
{
  Subject *subject = data;

  gtk_widget_unparent (GTK_WIDGET (subject->widget));
  g_object_unref (subject->layer);
  g_free (subject);
}

static Subject *
subject_new (AtlasMapStack *self,
             AtlasLayer    *layer)
{
  Subject *subject = g_new0 (Subject, 1);

  subject->layer = g_object_ref (layer);
  subject->widget = new_layer (self);
  shumate_map_insert_layer_behind (self->map, SHUMATE_LAYER (subject->widget), SHUMATE_LAYER (self->selection));
  g_signal_connect_object (layer, "notify::table", G_CALLBACK (on_subject_changed), self, 0);
  g_signal_connect_object (layer, "notify::style", G_CALLBACK (on_subject_changed), self, 0);
  g_signal_connect_object (layer, "notify::visible", G_CALLBACK (on_subject_changed), self, 0);
  g_signal_connect_object (layer, "notify::opacity", G_CALLBACK (on_subject_changed), self, 0);
  g_signal_connect_object (layer, "notify::selection", G_CALLBACK (update_selection), self, G_CONNECT_SWAPPED);
  return subject;
}

static Subject *
steal_subject (GPtrArray  *subjects,
               AtlasLayer *layer)
{
  for (guint i = 0; i < subjects->len; i++)
    {
      Subject *subject = g_ptr_array_index (subjects, i);

      if (subject != NULL && subject->layer == layer)
        {
          subjects->pdata[i] = NULL;
          return subject;
        }
    }
  return NULL;
}

/* Takes the order and the members of the project's list.  A layer that only moved keeps its widget, and so its blocks. */
static void
on_layers_changed (AtlasMapStack *self)
{
  g_autoptr (GPtrArray) old = g_steal_pointer (&self->subjects);

  self->subjects = g_ptr_array_new_with_free_func (subject_free);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->project)); i++)
    {
      g_autoptr (AtlasLayer) layer = g_list_model_get_item (G_LIST_MODEL (self->project), i);
      Subject *subject = steal_subject (old, layer);
      gboolean is_new = subject == NULL;

      if (is_new)
        subject = subject_new (self, layer);
      else
        gtk_widget_insert_before (GTK_WIDGET (subject->widget), GTK_WIDGET (self->map), GTK_WIDGET (self->selection));
      g_ptr_array_add (self->subjects, subject);
      if (is_new)
        on_subject_changed (layer, NULL, self);
    }
  g_ptr_array_set_free_func (old, NULL);
  for (guint i = 0; i < old->len; i++)
    {
      Subject *gone = g_ptr_array_index (old, i);

      if (gone == NULL)
        continue;
      g_signal_handlers_disconnect_by_data (gone->layer, self);
      if (gone->layer == self->lit)
        atlas_map_stack_set_highlight (self, NULL, 0);
      subject_free (gone);
    }
  update_selection (self);
  names_changed (self);
}

static void
add_layers (AtlasMapStack *self)
{
  self->subjects = g_ptr_array_new_with_free_func (subject_free);
  self->basemap = new_layer (self);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->basemap));
  self->route = new_layer (self);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->route));
  self->selection = new_layer (self);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->selection));
  self->highlight = new_layer (self);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->highlight));
  self->names = atlas_name_layer_new (shumate_map_get_viewport (self->map), self->queue);
  g_signal_connect_object (self->names, "changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->names));
  self->pins = atlas_pin_layer_new (shumate_map_get_viewport (self->map));
  shumate_map_add_layer (self->map, SHUMATE_LAYER (self->pins));
}

static void
atlas_map_stack_dispose (GObject *object)
{
  atlas_map_stack_clear (ATLAS_MAP_STACK (object));
  G_OBJECT_CLASS (atlas_map_stack_parent_class)->dispose (object);
}

static void
atlas_map_stack_finalize (GObject *object)
{
  AtlasMapStack *self = ATLAS_MAP_STACK (object);

  atlas_paint_queue_unref (self->queue);
  atlas_block_pool_unref (self->pool);
  G_OBJECT_CLASS (atlas_map_stack_parent_class)->finalize (object);
}

static void
atlas_map_stack_class_init (AtlasMapStackClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_map_stack_dispose;
  G_OBJECT_CLASS (klass)->finalize = atlas_map_stack_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
atlas_map_stack_init (AtlasMapStack *self)
{
  self->queue = atlas_paint_queue_new ();
  self->pool = atlas_block_pool_new ();
}

AtlasMapStack *
atlas_map_stack_new (ShumateMap   *map,
                     AtlasProject *project)
{
  AtlasMapStack *self = g_object_new (ATLAS_TYPE_MAP_STACK, NULL);

  self->map = map;
  self->project = g_object_ref (project);
  add_layers (self);
  g_signal_connect_object (project, "items-changed", G_CALLBACK (on_layers_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::basemap-visible", G_CALLBACK (on_ground_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (project, "notify::basemap-opacity", G_CALLBACK (on_ground_changed), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < atlas_project_get_n_ground (project); i++)
    g_signal_connect_object (atlas_project_get_ground (project, i), "notify", G_CALLBACK (on_ground_changed), self,
                             G_CONNECT_SWAPPED);
  on_ground_changed (self);
  on_layers_changed (self);
  return self;
}

void
atlas_map_stack_clear (AtlasMapStack *self)
{
  if (self->map == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->project, self);
  for (guint i = 0; i < atlas_project_get_n_ground (self->project); i++)
    g_signal_handlers_disconnect_by_data (atlas_project_get_ground (self->project, i), self);
  for (guint i = 0; i < self->subjects->len; i++)
    g_signal_handlers_disconnect_by_data (((Subject *) g_ptr_array_index (self->subjects, i))->layer, self);
  g_clear_pointer (&self->subjects, g_ptr_array_unref);
  gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->basemap)));
  gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->selection)));
  gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->route)));
  gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->highlight)));
  gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->names)));
  gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->pins)));
  self->lit = NULL;
  self->map = NULL;
  g_clear_object (&self->project);
}

gboolean
atlas_map_stack_update (AtlasMapStack       *self,
                        const AtlasMapSight *frame)
{
  gboolean complete;

  if (self->names_stale)
    {
      g_autoptr (AtlasScene) scene = atlas_scene_new (self->project);

      self->names_stale = FALSE;
      atlas_name_layer_set_scene (self->names, scene);
    }
  atlas_block_pool_begin (self->pool, frame);
  atlas_vector_layer_update (self->basemap, frame);
  complete = frame->still && atlas_vector_layer_is_complete (self->basemap);
  for (guint i = 0; i < self->subjects->len; i++)
    {
      Subject *subject = g_ptr_array_index (self->subjects, i);

      atlas_vector_layer_update (subject->widget, frame);
      complete = complete && atlas_vector_layer_is_complete (subject->widget);
    }
  atlas_vector_layer_update (self->route, frame);
  atlas_vector_layer_update (self->selection, frame);
  atlas_vector_layer_update (self->highlight, frame);
  atlas_name_layer_update (self->names, frame);
  atlas_pin_layer_update (self->pins, frame);
  return complete && atlas_vector_layer_is_complete (self->route) && atlas_vector_layer_is_complete (self->selection)
         && atlas_vector_layer_is_complete (self->highlight) && atlas_name_layer_is_complete (self->names);
}

void
atlas_map_stack_set_highlight (AtlasMapStack *self,
                               AtlasLayer    *layer,
                               gsize          feature)
{
  self->lit = layer;
  self->lit_feature = feature;
  update_highlight (self);
}

void
atlas_map_stack_set_route (AtlasMapStack *self,
                           AtlasTable    *route)
{
  g_autoptr (AtlasBlockContent) content = NULL;

  if (route != NULL)
    {
      g_autoptr (AtlasStyle) style = atlas_style_new_shipped ("route");

      content = atlas_block_content_new (FALSE);
      atlas_block_content_add (content, route, style);
    }
  atlas_vector_layer_set_content (self->route, content, FALSE);
  emit_changed (self);
}

AtlasPinLayer *
atlas_map_stack_get_pins (AtlasMapStack *self)
{
  return self->pins;
}

AtlasPaintQueue *
atlas_map_stack_get_queue (AtlasMapStack *self)
{
  return self->queue;
}

gsize
atlas_map_stack_get_bytes (AtlasMapStack *self)
{
  return atlas_block_pool_get_bytes (self->pool);
}

guint
atlas_map_stack_get_n_blank (AtlasMapStack *self)
{
  guint n = atlas_vector_layer_get_n_blank (self->basemap);

  for (guint i = 0; i < self->subjects->len; i++)
    n += atlas_vector_layer_get_n_blank (((Subject *) g_ptr_array_index (self->subjects, i))->widget);
  return n;
}

gint64
atlas_map_stack_get_slowest (AtlasMapStack *self)
{
  gint64 slowest = MAX (atlas_paint_queue_get_slowest (self->queue), atlas_vector_layer_get_slowest (self->basemap));

  for (guint i = 0; i < self->subjects->len; i++)
    slowest = MAX (slowest, atlas_vector_layer_get_slowest (((Subject *) g_ptr_array_index (self->subjects, i))->widget));
  return slowest;
}
