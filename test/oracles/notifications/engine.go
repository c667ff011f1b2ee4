package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"strings"
	"sync"
	"time"

	"github.com/argoproj/notifications-engine/pkg/api"
	"github.com/argoproj/notifications-engine/pkg/controller"
	"github.com/argoproj/notifications-engine/pkg/services"
	"github.com/sirupsen/logrus"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic/fake"
	"k8s.io/client-go/tools/cache"
	"sigs.k8s.io/yaml"
)

var applications = schema.GroupVersionResource{Group: "argoproj.io", Version: "v1alpha1", Resource: "applications"}

// A state is over when the controller was silent for so long.
const silence = 150 * time.Millisecond

// factory has one configuration, as Argo CD has.
type factory struct{ api.API }

func (f factory) GetAPI() (api.API, error) { return f.API, nil }

func (f factory) GetAPIsFromNamespace(string) (map[string]api.API, error) {
	return map[string]api.API{"argocd": f.API}, nil
}

func (r *recorded) run() ([]reaction, error) {
	github := newServer()
	defer github.Close()
	engine, err := newEngine(r.ConfigMap, github.URL)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	client := fake.NewSimpleDynamicClientWithCustomListKinds(runtime.NewScheme(),
		map[schema.GroupVersionResource]string{applications: "ApplicationList"})
	resource := client.Resource(applications)
	informer := cache.NewSharedIndexInformer(&cache.ListWatch{
		ListFunc:  func(options metav1.ListOptions) (runtime.Object, error) { return resource.List(ctx, options) },
		WatchFunc: func(options metav1.ListOptions) (watch.Interface, error) { return resource.Watch(ctx, options) },
	}, &unstructured.Unstructured{}, 0, cache.Indexers{cache.NamespaceIndex: cache.MetaNamespaceIndexFunc})
	events := make(chan controller.NotificationEventSequence, 100)
	running := controller.NewController(resource, informer, factory{engine},
		// As Argo CD 3.6.1 does: an operation that is over counts when the Application was looked at again.
		controller.WithSkipProcessing(func(app metav1.Object) (bool, string) { return !isRefreshed(app), "" }),
		controller.WithEventCallback(func(one controller.NotificationEventSequence) { events <- one }))
	var ended sync.WaitGroup
	ended.Add(2)
	go func() { defer ended.Done(); informer.Run(ctx.Done()) }()
	cache.WaitForCacheSync(ctx.Done(), informer.HasSynced)
	go func() { defer ended.Done(); running.Run(1, ctx.Done()) }()
	said := &complaints{}
	logrus.StandardLogger().ReplaceHooks(logrus.LevelHooks{logrus.ErrorLevel: {said}})
	found := []reaction{}
	for index, state := range r.States {
		// What is recorded stays as it was asked.
		var copied map[string]any
		if err := yaml.Unmarshal(mustJSON(state), &copied); err != nil {
			return nil, err
		}
		if err := put(ctx, resource.Namespace("argocd"), copied, index == 0); err != nil {
			return nil, err
		}
		settle(events)
		found = append(found, reaction{Posted: github.taken(), Errors: said.taken()})
	}
	stop()
	ended.Wait()
	return found, nil
}

// newEngine reads the ConfigMap as Argo CD does; the App of GitHub has a key made here, and speaks to the server on loopback.
func newEngine(text, address string) (api.API, error) {
	var written corev1.ConfigMap
	if err := yaml.UnmarshalStrict([]byte(text), &written); err != nil {
		return nil, err
	}
	if service, ok := written.Data["service.github"]; ok {
		written.Data["service.github"] = strings.TrimRight(service, "\n") + "\nenterpriseBaseURL: " + address + "\n"
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	secret := &corev1.Secret{Data: map[string][]byte{"github-privateKey": pem.EncodeToMemory(block)}}
	config, err := api.ParseConfig(&written, secret)
	if err != nil {
		return nil, err
	}
	// As util/notification/settings of Argo CD 3.6.1 does it.
	shared := map[string]string{}
	if err := yaml.Unmarshal([]byte(written.Data["context"]), &shared); err != nil {
		return nil, err
	}
	return api.NewAPI(*config, func(app map[string]any, to services.Destination) map[string]any {
		values := map[string]string{"notificationType": to.Service}
		for name, value := range shared {
			values[name] = value
		}
		return map[string]any{"app": app, "context": values}
	})
}
